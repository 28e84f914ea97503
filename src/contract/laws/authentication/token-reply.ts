import { isObject } from '../../../spec/index.ts'
import { ownRules } from '../../own-rules.ts'
import { mediaTypeOf } from '../../replies.ts'
import type { Exchange, Law } from '../../types.ts'
import { plain, shown, type Words, words } from '../../words.ts'
import { scheme, schemes } from '../credential-text.ts'
import { readToken } from '../json-web-token.ts'

/** Seconds by which two clocks may differ (RFC 7519, 4.1.4: usually no more than a few minutes; here one). */
const leewaySeconds = 60

/** The token endpoint's answer (RFC 6749, 5.1), and what a token that is a JWT says of itself (RFC 7519, 4.1). */
export const authenticationTokenReply: Law = {
  id: 'authentication/token-reply',
  family: 'authentication',
  title: 'a token comes as OAuth2 wants it',
  async run(context) {
    const exchange = await context.requestToken('a token, to judge the reply')
    if (exchange === undefined) return context.notApplicable()
    const { headers } = await context.ordinary()
    const [[, value] = ['', 'Bearer']] = schemes(headers)
    for (const { promised, came, at } of [...defectsOfReply(exchange, scheme(value)), ...defectsOfClaims(exchange)]) {
      context.report(
        {
          check: 'authentication/token-reply',
          rule: ownRules.tokenReply,
          message: words`the token reply lacks ${plain(promised)}`,
          promised: plain(promised),
          came,
          ...(at === undefined ? {} : { at }),
        },
        exchange,
      )
    }
  },
}

interface Defect {
  readonly promised: string
  readonly came: Words
  readonly at?: string
}

function* defectsOfReply(exchange: Exchange, usedAs: string): Iterable<Defect> {
  const { response } = exchange
  const { token_type: type, expires_in: life } = replyOf(exchange)
  if (response.status !== 200) yield { promised: 'status 200', came: words`status ${response.status}` }
  if (mediaTypeOf(exchange) !== 'application/json') {
    yield { promised: 'the Content-Type application/json', came: shown(mediaTypeOf(exchange)) }
  }
  if (typeof type !== 'string' || type.toLowerCase() !== usedAs.toLowerCase()) {
    yield { promised: `a token_type ${usedAs}, in any letter case`, came: shown(type), at: '/token_type' }
  }
  if (life !== undefined && !(typeof life === 'number' && life > 0)) {
    yield {
      promised: 'an expires_in that is a number of seconds, where there is one',
      came: shown(life),
      at: '/expires_in',
    }
  }
  const cacheControl = response.header('cache-control')
  if (!/(^|[\s,])no-store([\s,;]|$)/i.test(cacheControl ?? '')) {
    const came = cacheControl === undefined ? words`no such header` : shown(cacheControl)
    yield { promised: 'the header Cache-Control with no-store', came }
  }
}

function* defectsOfClaims(exchange: Exchange): Iterable<Defect> {
  const { exp, nbf, aud } = readToken(replyOf(exchange)['access_token'])?.claims ?? {}
  const now = Date.now() / 1_000
  if (typeof exp === 'number' && exp < now - leewaySeconds)
    yield { promised: 'an exp that is still to come', came: shown(exp) }
  if (typeof nbf === 'number' && nbf > now + leewaySeconds) yield { promised: 'an nbf that is past', came: shown(nbf) }
  const asked = new URLSearchParams(exchange.request.body).get('audience')
  if (asked !== null && aud !== undefined && ![aud].flat().includes(asked)) {
    yield { promised: `an aud with ${asked}, which was asked for`, came: shown(aud) }
  }
}

function replyOf({ json }: Exchange): Readonly<Record<string, unknown>> {
  return json.ok && isObject(json.value) ? json.value : {}
}
