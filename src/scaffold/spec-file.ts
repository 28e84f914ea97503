import { stringify } from 'yaml'
import type { JsonObject } from '../spec/index.ts'
import { commentText } from './code.ts'

/** Notes that are listed one by one; of more only the number is told. */
const mostNotes = 40

/** The text of specs/<id>.openapi.yaml. */
export function specFile(document: JsonObject, source: string, notes: readonly string[]): string {
  const listed = notes.slice(0, mostNotes).map((note) => `#   ${commentText(note)}`)
  const more = notes.length > mostNotes ? [`#   and ${notes.length - mostNotes} more of the same kinds`] : []
  const changes =
    notes.length === 0
      ? []
      : ['# Changed on the way, so that it says what it means to a strict reader:', ...listed, ...more]
  const header = [
    `# One operation of ${commentText(source)} and what it refers to, taken out by \`orgmock new\`.`,
    ...changes,
    '# What turns out to be wrong in it belongs into an overlay beside it (specs/<id>.overlay.yaml), with a reason.',
  ]
  return `${header.join('\n')}\n\n${stringify(document, { lineWidth: 110, aliasDuplicateObjects: false })}`
}
