#!/usr/bin/env node
import { startLocalSpikelog } from './index.ts'

console.log((await startLocalSpikelog()).url)
