#!/usr/bin/env node
import { commands } from './commands.ts'
import { createEdges } from './create-edges.ts'
import { runProgram } from './run-program.ts'

process.exitCode = await runProgram(process.argv.slice(2), commands, createEdges())
