import type { Theme } from '../view/theme.ts'

/** What a picture is drawn with. Every text keeps a contrast of 4.5:1 (WCAG 2.2, 1.4.3). */
export interface Colors {
  card: string
  border: string
  text: string
  /** Texts of the second rank. */
  muted: string
  /** The line, and what carries a badge's value. */
  accent: string
  onAccent: string
  /** What carries a badge's name. */
  label: string
  onLabel: string
  /** What carries a badge's message when there is no value. */
  neutral: string
  onNeutral: string
}

const light: Colors = {
  card: '#ffffff',
  border: '#d9e0ea',
  text: '#0f172a',
  muted: '#52607a',
  accent: '#4f46e5',
  onAccent: '#ffffff',
  label: '#334155',
  onLabel: '#ffffff',
  neutral: '#64748b',
  onNeutral: '#ffffff',
}

const dark: Colors = {
  card: '#111827',
  border: '#2b3648',
  text: '#f1f5f9',
  muted: '#9fb0c7',
  accent: '#8e92ff',
  onAccent: '#0b1220',
  label: '#334155',
  onLabel: '#f1f5f9',
  neutral: '#94a3b8',
  onNeutral: '#0b1220',
}

/**
 * The colours of a theme. `auto` is light: a picture that may hold no style sheet can't ask the
 * reader's system.
 */
export function toColors(theme: Theme): Colors {
  return theme === 'dark' ? dark : light
}
