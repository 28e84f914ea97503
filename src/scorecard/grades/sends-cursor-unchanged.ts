import type { GradeDefinition } from '../grade-definition.ts'
import { decoded } from '../sent.ts'

/**
 * A cursor counts as altered when the provider refused it and never gave it to this tenant. One that it took is the provider's own,
 * from before the journal begins; one that met another refusal first was not looked at.
 */
export const sendsCursorUnchanged: GradeDefinition = {
  id: 'sends-cursor-unchanged',
  title: 'sends the cursor unchanged',
  appliesTo: ({ listGuide: { paging } }) => paging?.cursor !== undefined,
  why: 'a cursor is the provider’s own text: with one character altered it is nobody’s, and the list ends in an error',
  basis: 'observed',
  judge({ provider, sent }) {
    const name = provider.listGuide.paging?.cursor ?? ''
    const given = new Map<string, number>()
    const evidence = []
    let isSeen = false
    for (const one of sent) {
      const cursor = one.kind === 'page' ? (one.query.get(name) ?? '') : ''
      const { refusal } = one.observation.answer
      if (cursor !== '' && given.has(cursor)) isSeen = true
      else if (cursor !== '' && refusal === 'invalid-cursor') {
        const [origin, how] = alteration(cursor, given)
        evidence.push({
          requests: origin === undefined ? [one.seq] : [origin, one.seq],
          message: `sent a cursor that was not given to it: ${how}`,
        })
      }
      // What an answer gave, even one that broke on its way.
      const { listed } = one.observation.answer
      for (const text of [listed?.next, listed?.previous]) {
        if (typeof text === 'string' && !given.has(text)) given.set(text, one.seq)
      }
    }
    return { isSeen, evidence }
  },
}

/** Cursors that an altered one is compared with. */
const newest = 50

/** Which cursor it may have been, by the request that gave it, and what became of it. Never repeats the text: the text may hold anything. */
function alteration(cursor: string, given: ReadonlyMap<string, number>): [origin: number | undefined, how: string] {
  if (/^(null|none|nil|undefined|nan|false|true|\[object object\])$/i.test(cursor)) {
    return [undefined, 'the word of a programming language for nothing']
  }
  if (/^\d{1,6}$/.test(cursor)) return [undefined, 'a number, as if pages had some']
  for (const [text, seq] of [...given].slice(-newest).reverse()) {
    for (const [how, isIt] of alterations) if (isIt(cursor, text)) return [seq, how]
  }
  return [undefined, given.size === 0 ? 'made up, or another account’s' : 'altered, made up, or another account’s']
}

const alterations: readonly (readonly [how: string, isIt: (cursor: string, text: string) => boolean])[] = [
  ['percent-encoded twice', (cursor, text) => decoded(cursor) === text && cursor !== text],
  ['with spaces or quotes around it', (cursor, text) => isWrapped(cursor, text)],
  ['cut short', (cursor, text) => cursor.length > 3 && (text.startsWith(cursor) || text.endsWith(cursor))],
  ['in other letter case', (cursor, text) => cursor.toLowerCase() === text.toLowerCase()],
  ['encoded once more', (cursor, text) => base64(text).includes(unpadded(cursor))],
  ['in another base64 alphabet or with padding', (cursor, text) => unpadded(cursor) === unpadded(text)],
  ['with something added', (cursor, text) => cursor.includes(text)],
]

/** By hand: an expression that takes blanks off an end tries each run of blanks from each of its places. */
function isWrapped(cursor: string, text: string): boolean {
  const start = cursor.indexOf(text)
  return start !== -1 && /^[\s"']*$/.test(cursor.slice(0, start) + cursor.slice(start + text.length))
}

function base64(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  return [bytes.toString('base64url'), bytes.toString('hex')]
}

function unpadded(text: string): string {
  // A plus sign that is not encoded arrives as a space.
  return text.replaceAll('=', '').replaceAll(/[+ ]/g, '-').replaceAll('/', '_')
}
