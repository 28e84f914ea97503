import type { Authorization, Law } from '../../types.ts'
import { scheme, schemes, token, withHeaders } from '../credential-text.ts'

/** Names of schemes and of headers are case-insensitive. */
export const authenticationLetterCase: Law = {
  id: 'authentication/letter-case',
  family: 'authentication',
  title: 'scheme and header names count in any letter case (RFC 9110, 5.1 and 11.1)',
  async run(context) {
    if (context.isLive) context.skip('not sent to a live target: it would look like an attack')
    const count = formsOf(await context.ordinary()).length
    if (count === 0) context.notApplicable()
    for (let index = 0; index < count; index += 1) {
      // Asked for each time: a token may end while others are tried.
      const authorization = formsOf(await context.ordinary())[index] ?? { headers: {} }
      await context.send({ purpose: 'another letter case', authorization, check: 'authentication/letter-case' })
    }
  },
}

function formsOf({ headers, others: _, ...rest }: Authorization): readonly Authorization[] {
  const all = Object.entries(headers)
  if (all.length === 0) return []
  return [
    withHeaders(all.map(([name, value]) => [name.toLowerCase(), value])),
    withHeaders(all.map(([name, value]) => [name.toUpperCase(), value])),
    ...schemes(headers).flatMap(([name, value]) =>
      [scheme(value).toLowerCase(), scheme(value).toUpperCase()].map((text) => ({
        ...headers,
        [name]: `${text} ${token(value)}`,
      })),
    ),
  ].map((written) => ({ ...rest, headers: written }))
}
