import type { Law } from '../../types.ts'
import { entries, scheme, schemes, token, withHeaders } from '../credential-text.ts'

/** Names of schemes and of headers are case-insensitive. */
export const authenticationLetterCase: Law = {
  id: 'authentication/letter-case',
  family: 'authentication',
  title: 'scheme and header names count in any letter case (RFC 9110, 5.1 and 11.1)',
  async run(context) {
    if (context.isLive) context.skip('not sent to a live target: it would look like an attack')
    const { headers } = await context.ordinary()
    const forms = [
      withHeaders(entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      withHeaders(entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
      ...schemes(headers).flatMap(([name, value]) =>
        [scheme(value).toLowerCase(), scheme(value).toUpperCase()].map((text) => ({
          headers: { ...headers, [name]: `${text} ${token(value)}` },
        })),
      ),
    ]
    for (const authorization of forms) {
      await context.send({ purpose: 'another letter case', authorization, check: 'authentication/letter-case' })
    }
  },
}
