import type { Law, LawContext } from '../../types.ts'
import { queryRules } from '../query-lists.ts'

/** Values outside an enum or too long are refused; what is just as long as it may be is not. */
export const queryRefusals: Law = {
  id: 'query/refusals',
  family: 'query',
  title: 'values that the document does not permit are refused',
  async run(context) {
    queryRules(context)
    const { invalidParameter } = context.contract.refusals
    if (invalidParameter === undefined) return context.skip('the provider refuses no parameter')
    for (const { name, schema } of context.operation.parameters) {
      const { enum: members, maxLength } = schema
      for (const value of [
        ...unlisted(members),
        ...(typeof maxLength === 'number' ? ['x'.repeat(maxLength + 1)] : []),
      ]) {
        const purpose = `${name} with ${value === '' ? 'no value' : value.slice(0, 20)}`
        await context.send({ query: `${name}=${value}`, purpose, expect: invalidParameter, check: 'query/refusals' })
      }
      if (typeof maxLength === 'number') await longest(context, name, maxLength)
    }
  },
}

async function longest(context: LawContext, name: string, maxLength: number): Promise<void> {
  const query = `${name}=${'x'.repeat(maxLength)}`
  await context.send({ query, purpose: `${name} with ${maxLength} characters`, check: 'query/limits' })
}

/** Nothing of the kind, no text at all, and a listed value in another letter case. */
function unlisted(members: unknown): readonly string[] {
  if (!Array.isArray(members)) return []
  const capitals = members.filter((member) => typeof member === 'string').map((member) => member.toUpperCase())
  return ['nonsense', '', ...capitals.slice(0, 1)].filter((value) => !members.includes(value))
}
