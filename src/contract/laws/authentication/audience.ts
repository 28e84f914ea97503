import { isObject } from '../../../spec/index.ts'
import type { Authorization, LawContext } from '../../types.ts'
import { readToken, tokenIn } from '../json-web-token.ts'
import { refusedCredential, type Variant } from '../refused-credential.ts'

/** An audience that no API has (RFC 2606, 2). */
const otherAudience = 'https://api.other.example/v1'

/** RFC 7519, 4.1.3; RFC 8725, 3.8 and 3.9. Nobody but an issuer can make such a token, so that it has to be asked for or be given. */
export const authenticationAudience = refusedCredential({
  id: 'authentication/audience',
  title: 'a token for another audience, or of another issuer, is refused',
  async variants(ordinary, context) {
    const { accounts, authorizationOf, noAccount, skip } = context
    if (tokenIn(ordinary) === undefined) return []
    const given: Variant[] = 'foreign' in accounts ? [{ ...(await authorizationOf('foreign')), isGiven: true }] : []
    const found = [...given, ...(await askedFor(ordinary, context))]
    const reason = 'the token endpoint gives no token for another audience'
    return found.length > 0
      ? found
      : skip(noAccount['foreign'] === undefined ? reason : `${reason}; ${noAccount['foreign']}`)
  },
  refusal: ({ unknown, malformed, forbidden }) => [unknown, malformed, forbidden],
})

/** A token that says itself that it is for another audience: a server that passes over the parameter has done nothing wrong. */
async function askedFor(ordinary: Authorization, { requestToken }: LawContext): Promise<readonly Authorization[]> {
  const exchange = await requestToken('a token for another audience', (form) => ({ ...form, audience: otherAudience }))
  const text = exchange?.json.ok && isObject(exchange.json.value) ? exchange.json.value['access_token'] : undefined
  const { aud } = readToken(text)?.claims ?? {}
  const own = [tokenIn(ordinary)?.claims['aud']].flat()
  const isOther = aud !== undefined && ![aud].flat().some((audience) => own.includes(audience))
  return isOther ? [{ headers: { Authorization: `Bearer ${text}` } }] : []
}
