import { type Palette, readPalette } from './palette.ts'

/** Gives the canvas' colours, and calls back when the system's theme changes them. */
export function watchPalette(onChange: () => void): () => Palette {
  let palette = readPalette()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    palette = readPalette()
    onChange()
  })
  return () => palette
}
