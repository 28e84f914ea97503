import { operationPath } from '../../replies.ts'
import type { Law } from '../../types.ts'
import { plain, shown, words } from '../../words.ts'

/** The final slash matters to every provider in its own way. */
export const httpSlash: Law = {
  id: 'http/slash',
  family: 'http',
  title: 'the final slash is treated as the provider does',
  async run(context) {
    const { otherSlash } = context.contract.http
    const path = operationPath(context.operation)
    const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
    if ('isTolerated' in otherSlash) {
      await context.send({ path: other, purpose: `the path ${other}`, rule: otherSlash, check: 'http/slash' })
      return
    }
    if (!('redirect' in otherSlash)) {
      await context.send({ path: other, purpose: `the path ${other}`, expect: otherSlash, check: 'http/slash' })
      return
    }
    const exchange = await context.send({
      path: other,
      query: 'x=1',
      purpose: `the path ${other}`,
      expect: 'judged-by-law',
    })
    const location = exchange.response.header('location')
    const [asked, query] = exchange.request.url.split('?') as [string, string]
    const right = `${asked.endsWith('/') ? asked.slice(0, -1) : `${asked}/`}?${query}`
    // A relative one counts from the URL that was asked (RFC 9110, 10.2.2).
    const isThere = location !== undefined && URL.canParse(location, asked) && new URL(location, asked).href === right
    if (exchange.response.status === otherSlash.redirect && isThere) return
    context.report(
      {
        check: 'http/slash',
        rule: otherSlash,
        message: plain(`the path ${other} is not redirected to ${path} with its query`),
        promised: plain(`${otherSlash.redirect} to ${path}?x=1`),
        came: words`${exchange.response.status}${location === undefined ? words`` : words` to ${shown(location)}`}`,
      },
      exchange,
    )
  },
}
