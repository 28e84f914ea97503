import type { Report } from '../types.ts'
import { reportSchemaId } from './report-schema.ts'

/** The whole report for programs: the typed Report as it is, with the id of its published JSON Schema. */
export function jsonReporter(report: Report): string {
  return `${JSON.stringify({ $schema: reportSchemaId, ...report }, undefined, 2)}\n`
}
