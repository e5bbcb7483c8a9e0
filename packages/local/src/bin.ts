#!/usr/bin/env node
import { placeholder } from './index.ts'

console.log(placeholder)
