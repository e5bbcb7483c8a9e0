/** How the program ends; `exec` ends as its command does instead. */
export const exitCode = {
  /** Done, or safely kept until it can be done. */
  done: 0,
  /** It could not be done; standard error says why. */
  failed: 1,
  /** Wrong usage or configuration: nothing was done. */
  usage: 2,
} as const
