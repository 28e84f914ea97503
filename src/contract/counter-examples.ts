import type { CounterExample } from './types.ts'

type Row = readonly [name: string, description: string, where: CounterExample['where'], came: CounterExample['came']]

/** Counter-examples of an envelope rule that all change one place of the body, a JSON pointer; one row for each. */
export function counterExamples(at: string, rows: readonly Row[]): readonly CounterExample[] {
  return rows.map(([name, description, where, came]) => ({ name, description, where, at, came }))
}
