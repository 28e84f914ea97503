import { ownRules } from '../../own-rules.ts'
import type { Exchange, Law, LawContext } from '../../types.ts'
import { plain, shown, type Words, words } from '../../words.ts'
import { carriers } from '../credential-text.ts'

/** GETs between which the list has to hold still before a HEAD is blamed for another one. */
const mostGets = 3

/** HEAD says what GET says, without a body; where a provider does not serve HEAD, it is refused. It gives nothing away that GET keeps. */
export const httpHead: Law = {
  id: 'http/head',
  family: 'http',
  title: 'HEAD is GET without a body, or refused',
  async run(context) {
    // Before the GET that it would be held against.
    if (context.isLive) context.skip('HEAD is not sent to a live target: only GET is')
    const { http, pager, refusals } = context.contract
    const query = pager.first(undefined)
    const isServed = http.head === 'as-get'
    const refusal = http.head === 'as-get' ? refusals.missing : http.head
    const isOpen = carriers(await context.ordinary()).length === 0
    if (!isOpen && refusal !== undefined)
      await context.send({
        method: 'HEAD',
        query,
        purpose: 'HEAD without a credential',
        authorization: 'none',
        expect: {
          status: refusal.status,
          basis: isServed ? ownRules.headAsGet.basis : refusal.basis,
          refusesBy: ownRules.credentialOfHead,
          // A body does not come.
          also: refusal.also?.filter(({ header }) => header !== undefined && !isServed) ?? [],
        },
        check: 'http/head',
      })
    if (http.head === 'as-get') return likeGet(context, query)
    await context.send({ method: 'HEAD', query, purpose: 'HEAD', expect: http.head, check: 'http/head' })
  },
}

async function likeGet(context: LawContext, query: string): Promise<void> {
  let get = await context.send({ query, purpose: 'GET, to compare' })
  for (let gets = 1; ; gets += 1) {
    const head = await context.send({ method: 'HEAD', query, purpose: 'HEAD', expect: 'judged-by-law' })
    if (gets === 1) {
      compare(context, head, 'status', get.response.status, head.response.status)
      compare(context, head, 'content-type', get.response.header('content-type'), head.response.header('content-type'))
    }
    // A server may leave the length out (RFC 9110, 8.6), but not give another one than its GET gives.
    if (get.response.header('content-length') === undefined) return
    const length = lengthOf(get)
    const came = head.response.header('content-length') ?? String(length)
    if (get.response.status !== head.response.status || came === String(length)) return
    const again = await context.send({ query, purpose: 'GET again, to compare' })
    if (again.response.body.equals(get.response.body)) {
      return compare(context, head, 'content-length', length, /^\d{1,15}$/.test(came) ? Number(came) : came)
    }
    if (gets === mostGets) context.skip('the list moved between GET and HEAD')
    get = again
  }
}

/** That of the body as it was sent. */
function lengthOf({ response }: Exchange): number {
  return response.encodedBytes ?? response.body.length
}

function compare(
  context: LawContext,
  head: Exchange,
  what: 'status' | 'content-type' | 'content-length',
  promised: string | number | undefined,
  came: string | number | undefined,
): void {
  if (promised === came) return
  const rule = what === 'content-length' ? ownRules.lengthOfHead : ownRules.headAsGet
  const message = words`HEAD has another ${plain(what)} than GET`
  context.report({ check: 'http/head', rule, message, promised: inWords(promised), came: inWords(came) }, head)
}

function inWords(value: string | number | undefined): Words {
  return value === undefined ? words`none` : shown(value)
}
