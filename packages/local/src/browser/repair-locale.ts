/**
 * Gives the browser a language that `Intl` accepts where it has none. Chromium under a POSIX locale
 * says `en-US@posix`, which is no language tag: `Intl` throws, and uPlot asks it when it is loaded.
 * So this comes before uPlot.
 */
try {
  Intl.getCanonicalLocales(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true })
}
