import { ownRules } from '../../own-rules.ts'
import type { Law } from '../../types.ts'
import { shown, words } from '../../words.ts'
import { tokenIn } from '../json-web-token.ts'
import { publishedMetadata } from '../published-keys.ts'

const noMetadata =
  'the token host publishes no metadata of its token endpoint: serve it at /.well-known/openid-configuration or /.well-known/oauth-authorization-server'

/** A token names the issuer that the token host publishes, and a server that checks it refuses any other (RFC 9068, 4; RFC 8414, 3.3). */
export const authenticationIssuer: Law = {
  id: 'authentication/issuer',
  family: 'authentication',
  title: 'a token names the issuer that its host publishes',
  async run(context) {
    const ordinary = await context.ordinary()
    if (context.tokenUrl === undefined) return context.notApplicable()
    const token = tokenIn(ordinary)
    if (token === undefined) return context.skip('the token is opaque: it names no issuer')
    const { iss } = token.claims
    if (iss === undefined) return context.skip('the token names no issuer: give it the claim iss')
    const metadata = await publishedMetadata(context)
    const issuer = metadata?.document['issuer']
    if (metadata === undefined || typeof issuer !== 'string') return context.skip(noMetadata)
    // Some hosts publish a pattern for the issuers of many customers.
    if (issuer.includes('{')) return context.skip('the token host publishes a pattern instead of an issuer')
    if (iss === issuer) return
    context.report(
      {
        check: 'authentication/issuer',
        rule: ownRules.issuer,
        message: words`the token that is accepted names the issuer (iss) ${shown(iss)}, and the token host publishes another one`,
        promised: words`the issuer ${shown(issuer)}`,
        came: shown(iss),
      },
      metadata.exchange,
    )
  },
}
