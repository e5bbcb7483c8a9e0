import { defineConfig } from 'tsdown'
import { oneImplementation } from '../build/one-implementation.ts'

export default defineConfig(oneImplementation(new URL('.', import.meta.url)))
