/** All the code of the package, for the build: one file, whose parts the entries pick. */
export * from './index.ts'
export * from './internals.ts'
