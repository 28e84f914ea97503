import { identities, walk } from '../page-walk.ts'
import type { Law, LawContext } from '../types.ts'

/** Pages of a walk back and forth that are compared; the first ones tell enough of a long list. */
const roundTripPages = 12

/** The previous page of the next page is the page itself. */
export const paginationRoundTrip: Law = {
  id: 'pagination/round-trip',
  family: 'pagination',
  title: 'the previous page of the next page is the page itself',
  async run(context) {
    const { pager } = context.contract
    if (pager.previous === undefined) context.notApplicable()
    let before: readonly string[] | undefined
    for await (const { exchange, ids, query, number } of walk(context, {
      purpose: 'a walk forward',
      maxPages: roundTripPages,
    })) {
      const back = pager.previous?.(exchange, query)
      if (number === 0) {
        if (back !== undefined) broken(context, 'the first page leads back to another one', 'no previous page', back)
      } else if (back === undefined) {
        broken(context, `page ${number + 1} does not lead back`, 'a previous page', 'none')
      } else if (before !== undefined) {
        const page = identities(context, await context.send({ query: back, purpose: 'one page back' }))
        if (page?.join() !== before.join()) {
          broken(
            context,
            `the page before page ${number + 1} is not page ${number}`,
            before.join(' '),
            page?.join(' ') ?? 'no page',
          )
        }
      }
      before = ids
    }
  },
}

/** A cursor in which one character is another is refused, wherever the character stands. */
export const paginationAlteredCursor: Law = {
  id: 'pagination/altered-cursor',
  family: 'pagination',
  title: 'a cursor altered in one character is refused',
  async run(context) {
    const { pager, refusals } = context.contract
    const parameter = pager.cursor?.parameter
    if (parameter === undefined || refusals.invalidCursor === undefined) return context.notApplicable()
    const first = await context.send({ query: pager.first(undefined), purpose: 'a page with a cursor' })
    const next = pager.next(first, pager.first(undefined))
    const cursor = next === undefined ? null : new URLSearchParams(next).get(parameter)
    if (next === undefined || cursor === null) return context.skip('there is one page only, so no cursor to alter')
    for (const position of new Set([
      0,
      Math.floor(cursor.length / 3),
      Math.floor(cursor.length / 2),
      cursor.length - 2,
      cursor.length - 1,
    ])) {
      await refusedCursor(alteredAt(cursor, position), `the cursor with character ${position + 1} altered`)
    }
    await refusedCursor(cursor.slice(0, -1), 'the cursor without its last character')
    await refusedCursor(`${cursor}A`, 'the cursor with a character more')
    await refusedCursor('A'.repeat(8_000), 'a cursor of 8,000 characters')

    async function refusedCursor(value: string, purpose: string): Promise<void> {
      const query = new URLSearchParams(next)
      query.set(parameter as string, value)
      await context.send({
        query: query.toString(),
        purpose,
        expect: refusals.invalidCursor as NonNullable<typeof refusals.invalidCursor>,
        check: 'pagination/altered-cursor',
      })
    }
  },
}

/** Another character of the same kind: a letter for a letter of the same case, a digit for a digit, a hexadecimal digit among such. */
export function alteredAt(text: string, position: number): string {
  const character = text[position] ?? ''
  if (/^[0-9a-f]+$/.test(text) && character === 'f') return `${text.slice(0, position)}a${text.slice(position + 1)}`
  const other = /[a-y]|[A-Y]|[0-8]/.test(character)
    ? String.fromCharCode(character.charCodeAt(0) + 1)
    : ({ z: 'a', Z: 'A', '9': '0', '-': '_', _: '-' }[character] ?? 'a')
  return text.slice(0, position) + other + text.slice(position + 1)
}

function broken(context: LawContext, message: string, promised: string, came: string): void {
  context.report({ check: 'pagination/round-trip', basis: 'observed', message, promised, came })
}
