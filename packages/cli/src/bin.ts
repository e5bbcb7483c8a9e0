#!/usr/bin/env node
import { commands } from './commands.ts'
import { runProgram } from './run-program.ts'

process.exitCode = await runProgram(process.argv.slice(2), commands, {
  print: (text) => process.stdout.write(`${text}\n`),
  warn: (text) => process.stderr.write(`${text}\n`),
})
