import { defineConfig } from 'vitest/config'
import { testsOf } from './tests-of-rooms.mjs'

const include = testsOf(process.env['MUTATED_ROOM']).judging.map((file) => `test/${file}`)

export default defineConfig({ test: { include, isolate: false, testTimeout: 60_000, hookTimeout: 60_000 } })
