import type { Law } from '../../types.ts'
import { alteredAt } from '../altered-text.ts'

/** A cursor in which one character is another is refused, at any place. */
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
