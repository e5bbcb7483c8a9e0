#!/usr/bin/env node
import { runCli } from './cli/run-cli.ts'

process.exitCode = await runCli(process.argv.slice(2), {
  print: (text) => console.log(text),
  warn: (text) => console.error(text),
  untilStopped: () =>
    new Promise((resolve) => {
      // Once each: a second Ctrl-C ends it the hard way, should closing ever take long.
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    }),
})
