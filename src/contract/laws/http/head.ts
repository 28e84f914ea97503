import { ownRules } from '../../own-rules.ts'
import type { Law } from '../../types.ts'
import { plain, shown, type Words, words } from '../../words.ts'

/** HEAD says what GET says, without a body; where a provider does not serve HEAD, it is refused. */
export const httpHead: Law = {
  id: 'http/head',
  family: 'http',
  title: 'HEAD is GET without a body, or refused',
  async run(context) {
    // Before the GET that it would be held against.
    if (context.isLive) context.skip('HEAD is not sent to a live target: only GET is')
    const { head } = context.contract.http
    const query = context.contract.pager.first(undefined)
    if (head !== 'as-get') {
      await context.send({ method: 'HEAD', query, purpose: 'HEAD', expect: head, check: 'http/head' })
      return
    }
    const get = await context.send({ query, purpose: 'GET, to compare' })
    const exchange = await context.send({ method: 'HEAD', query, purpose: 'HEAD', expect: 'judged-by-law' })
    for (const [what, promised, came] of [
      ['status', String(get.response.status), String(exchange.response.status)],
      [
        'content-type',
        get.response.header('content-type') ?? 'none',
        exchange.response.header('content-type') ?? 'none',
      ],
      [
        'content-length',
        // That of the body itself: GET may have come in chunks, and then it states none.
        String(get.response.encodedBytes ?? get.response.body.length),
        exchange.response.header('content-length') ?? 'none',
      ],
    ] as const) {
      // A server may leave the length out (RFC 9110, 8.6), but not give another one.
      if (promised === came || (what === 'content-length' && came === 'none')) continue
      const message = words`HEAD has another ${plain(what)} than GET`
      context.report(
        { check: 'http/head', rule: ownRules.headAsGet, message, promised: inWords(promised), came: inWords(came) },
        exchange,
      )
    }
  },
}

function inWords(text: string): Words {
  return text === 'none' ? words`none` : shown(/^\d{1,15}$/.test(text) ? Number(text) : text)
}
