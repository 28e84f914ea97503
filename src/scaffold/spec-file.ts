import { Document, visit } from 'yaml'
import { isMergeKey, type JsonObject } from '../spec/index.ts'
import { commentText } from './code.ts'

/** Notes that are listed one by one; of more only the number is told. */
const mostNotes = 40

/** The text of specs/<id>.openapi.yaml. */
export function specFile(document: JsonObject, source: string, notes: readonly string[]): string {
  const listed = notes.slice(0, mostNotes).map((note) => `#   ${commentText(note)}`)
  const more = notes.length > mostNotes ? [`#   and ${notes.length - mostNotes} more of the same kinds`] : []
  const changes = notes.length === 0 ? [] : ['# Changed on the way:', ...listed, ...more]
  const header = [
    `# One operation of ${commentText(source)} and what it refers to, taken out by \`orgmock new\`.`,
    ...changes,
    '# What turns out to be wrong in it belongs into an overlay beside it (specs/<id>.overlay.yaml), with a reason.',
  ]
  const yaml = new Document(document, { aliasDuplicateObjects: false })
  visit(yaml, {
    Scalar(_, scalar) {
      // A name here, which plain would be taken for a merge key.
      if (isMergeKey(scalar)) scalar.type = 'QUOTE_DOUBLE'
    },
  })
  return `${header.join('\n')}\n\n${yaml.toString({ lineWidth: 110 })}`
}
