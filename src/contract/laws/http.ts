import type { Law, LawContext, RequestPlan } from '../types.ts'

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
        String(get.response.body.length),
        exchange.response.header('content-length') ?? 'none',
      ],
    ] as const) {
      // A server may leave the length out (RFC 9110, 8.6), but not give another one.
      if (promised === came || (what === 'content-length' && came === 'none')) continue
      const message = `HEAD has another ${what} than GET`
      context.report({ check: 'http/head', basis: 'assumed', message, promised, came }, exchange)
    }
  },
}

/** A method that the operation does not have is refused as the provider does it. */
export const httpMethod: Law = {
  id: 'http/method',
  family: 'http',
  title: 'a wrong method is refused',
  async run(context) {
    const { method, refusal } = context.contract.http.wrongMethod
    await context.send({ method, purpose: `the method ${method}`, expect: refusal, check: 'http/method' })
  },
}

/** The final slash matters to every provider in its own way. */
export const httpSlash: Law = {
  id: 'http/slash',
  family: 'http',
  title: 'the final slash is treated as the provider does',
  async run(context) {
    const { otherSlash } = context.contract.http
    const path = operationPath(context)
    const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
    if ('isTolerated' in otherSlash) {
      await context.send({ path: other, purpose: `the path ${other}`, check: 'http/slash' })
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
        basis: otherSlash.basis,
        message: `the path ${other} is not redirected to ${path} with its query`,
        promised: `${otherSlash.redirect} to ${path}?x=1`,
        came: `${exchange.response.status}${location === undefined ? '' : ` to ${location}`}`,
      },
      exchange,
    )
  },
}

/** A path that the provider does not have. */
export const httpNotFound: Law = {
  id: 'http/not-found',
  family: 'http',
  title: 'an unknown path is refused',
  async run(context) {
    const path = operationPath(context)
    const expect = context.contract.refusals.notFound
    const unknown = `${path.replace(/\/$/, '')}-unknown${path.endsWith('/') ? '/' : ''}`
    await context.send({ path: unknown, purpose: 'an unknown path', expect, check: 'http/not-found' })
    const upper = `${context.operation.basePath}${context.operation.path.toUpperCase()}`
    await context.send({ path: upper, purpose: 'the path in capitals', expect, check: 'http/not-found' })
  },
}

/** Further harmless requests that provoke an error that the provider documents or is known for. */
export const httpProbes: Law = {
  id: 'http/probes',
  family: 'http',
  title: 'each error that a harmless request can provoke is as documented',
  async run(context) {
    const { probes } = context.contract.http
    if (probes.length === 0) context.notApplicable()
    const [gets, others] = [probes.filter(({ plan }) => isGet(plan)), probes.filter(({ plan }) => !isGet(plan))]
    // Those that a live target does not get come last, so that they keep none of the others from it.
    for (const { id, plan } of [...gets, ...others]) await context.send({ ...plan, check: `http/probe-${id}` })
  },
}

function isGet({ method = 'GET' }: RequestPlan): boolean {
  return method === 'GET'
}

function operationPath({ operation }: LawContext): string {
  return `${operation.basePath}${operation.path}`
}
