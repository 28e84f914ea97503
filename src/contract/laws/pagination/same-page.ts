import { isObject, joinPointer } from '../../../spec/index.ts'
import { canonical, exactAt } from '../../exact-numbers.ts'
import { ownRules } from '../../own-rules.ts'
import type { Exchange, Law } from '../../types.ts'
import { placed, type Words, words } from '../../words.ts'

/** Repeats of a page after which one that is never the same again is a finding. */
const mostRepeats = 3

/** The same page twice says the same, in whatever order its members come. */
export const paginationSamePage: Law = {
  id: 'pagination/same-page',
  family: 'pagination',
  title: 'the same page asked twice is the same',
  async run(context) {
    const query = context.contract.pager.first(undefined)
    let before = await context.send({ query, purpose: 'a page' })
    if (before.response.status !== 200) return
    for (let repeat = 1; ; repeat += 1) {
      const again = await context.send({ query, purpose: 'the same page again' })
      const at = difference(before, again)
      if (at === undefined && repeat > 1) context.skip('the list moved meanwhile')
      if (at === undefined) return
      if (repeat === mostRepeats) {
        const where: Words = at === '' ? words`` : words` at ${placed(at)}`
        context.report(
          {
            check: 'pagination/same-page',
            rule: ownRules.sameTwice,
            message: words`the same page asked ${repeat + 1} times differs each time${where}`,
            promised: words`the same body`,
            came: words`another body`,
            at,
          },
          again,
        )
        return
      }
      before = again
    }
  },
}

/** The first place where two bodies say something else; undefined where there is none. */
function difference(one: Exchange, other: Exchange): string | undefined {
  if (one.response.body.equals(other.response.body)) return undefined
  return one.json.ok && other.json.ok ? differenceOf(one.json.value, other.json.value, '') : ''
}

function differenceOf(one: unknown, other: unknown, at: string): string | undefined {
  if (canonical(one) === canonical(other)) return undefined
  const areAlike = Array.isArray(one) ? Array.isArray(other) : isObject(one) && isObject(other)
  if (!areAlike) return at
  const names = new Set([one, other].flatMap((value) => Object.keys(value as object)))
  for (const name of names) {
    const found = differenceOf(exactAt(one, name), exactAt(other, name), joinPointer(at, name))
    if (found !== undefined) return found
  }
  return at
}
