/** Proof that the contract can fail: broken servers that it must find out, and sound ones that it must leave alone. */
export type { CleanPlan, FalseAlarm } from './false-alarms.ts'
export type { MutantResult } from './run-mutant.ts'
export { type SelfTestOptions, type SelfTestProgress, type SelfTestResult, selfTest } from './self-test.ts'
export { formatSelfTest } from './table.ts'
export type { Equivalent, Mutant, StartMocks, TestedProvider } from './types.ts'
