import { isObject } from '../../../spec/index.ts'
import { ownRules } from '../../own-rules.ts'
import type { Exchange, FormChange, Law, LawContext } from '../../types.ts'
import { plain, shown, type Words, words } from '../../words.ts'
import { alteredAt } from '../altered-text.ts'
import { otherCase } from '../credential-text.ts'

/** A token endpoint gives a token to the right client only, by the grant that it knows, and refuses in OAuth2's words (RFC 6749, 5.2). */
export const authenticationTokenRefused: Law = {
  id: 'authentication/token-refused',
  family: 'authentication',
  title: 'a token request that is wrong is refused',
  async run(context) {
    // One bad login is no flood.
    for (const [purpose, change] of wrongForms.slice(0, context.isGuarded ? 1 : undefined)) {
      const exchange = await asked(context, purpose, change)
      if (exchange === undefined) return context.notApplicable()
      judge(context, exchange)
    }
  },
}

/** Tries of a request before an error of the server itself counts as its answer. */
const mostTries = 3

async function asked(context: LawContext, purpose: string, change: FormChange): Promise<Exchange | undefined> {
  for (let tries = 1; ; tries += 1) {
    const exchange = await context.requestToken(purpose, change)
    if (exchange === undefined || exchange.response.status < 500 || tries === mostTries) return exchange
    if (context.isGuarded)
      context.skip(`the token endpoint has an error of its own: status ${exchange.response.status}`)
  }
}

const wrongForms: readonly (readonly [purpose: string, change: FormChange])[] = [
  ['a token for an altered secret', changed('client_secret', middleAltered)],
  ['a token for an empty secret', changed('client_secret', () => '')],
  ['a token without a secret', changed('client_secret', () => undefined)],
  ['a token for half a secret', changed('client_secret', (text) => text.slice(0, text.length >> 1))],
  ['a token for a secret with more behind it', changed('client_secret', (text) => `${text}x`)],
  ['a token for a secret in another letter case', changed('client_secret', otherCase)],
  ['a token for another client', changed('client_id', middleAltered)],
  [
    'a token for a client and a secret that nobody has',
    (form) => ({ ...form, client_id: 'no-such-client', client_secret: 'no-such-secret' }),
  ],
  ['a token by a grant that there is not', changed('grant_type', () => 'urn:example:no-such-grant')],
]

function changed(field: string, change: (text: string) => string | undefined): FormChange {
  return ({ [field]: text = '', ...others }) => {
    const value = change(text)
    return value === undefined ? others : { ...others, [field]: value }
  }
}

function middleAltered(text: string): string {
  return alteredAt(text, text.length >> 1)
}

function judge(context: LawContext, exchange: Exchange): void {
  const { response, json } = exchange
  const { status } = response
  const error = json.ok && isObject(json.value) ? json.value['error'] : undefined
  // 429 and the like say nothing of the client; an error of the server itself is no refusal.
  if (status < 300 || status >= 500) {
    report(context, exchange, words`status 400 or 401, without a token`, words`status ${status}`)
  } else if (status === 400 || status === 401) {
    if (typeof error !== 'string' || error === '')
      report(context, exchange, words`a text error`, shown(error), '/error')
    if (status === 401 && response.header('www-authenticate') === undefined) {
      report(context, exchange, words`the header WWW-Authenticate (RFC 9110, 15.5.2)`, words`no such header`)
    }
  }
}

function report(context: LawContext, exchange: Exchange, promised: Words, came: Words, at?: string): void {
  const message = words`${plain(exchange.plan.purpose)}: the refusal lacks ${promised}`
  const finding = { check: 'authentication/token-refused', rule: ownRules.tokenRefused, message, promised, came }
  context.report({ ...finding, ...(at === undefined ? {} : { at }) }, exchange)
}
