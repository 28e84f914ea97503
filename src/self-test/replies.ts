import type { Exchange } from '../contract/index.ts'
import type { Json } from '../spec/index.ts'
import type { ProxiedReply, ProxiedRequest } from './types.ts'

/** A reply's body as JSON, or undefined when it is none. The value is the caller's own: it may be changed. */
export function jsonOf({ body }: ProxiedReply): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as Json
  } catch {
    return undefined
  }
}

export function withJson(reply: ProxiedReply, value: unknown): ProxiedReply {
  return withBody(reply, JSON.stringify(value))
}

export function withBody(reply: ProxiedReply, body: string | Buffer): ProxiedReply {
  return { ...reply, body: Buffer.from(body as string) }
}

/** A JSON reply without any further header. */
export function jsonReply(status: number, value: unknown): ProxiedReply {
  return { status, headers: [['Content-Type', 'application/json']], body: Buffer.from(JSON.stringify(value)) }
}

export function headerOf({ headers }: { headers: ProxiedReply['headers'] }, name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1]
}

/** The same with one header set, where it stood or at the end. */
export function withHeader<T extends { headers: ProxiedReply['headers'] }>(message: T, name: string, value: string): T {
  if (headerOf(message, name) === undefined) return { ...message, headers: [...message.headers, [name, value]] }
  return {
    ...message,
    headers: message.headers.map((pair) => (pair[0].toLowerCase() === name.toLowerCase() ? [pair[0], value] : pair)),
  }
}

export function withoutHeader<T extends { headers: ProxiedReply['headers'] }>(message: T, name: string): T {
  return {
    ...message,
    headers: message.headers.filter(([candidate]) => candidate.toLowerCase() !== name.toLowerCase()),
  }
}

/** The exchange as the contract's own functions want it, to ask a pager where a page leads. */
export function exchangeOf(request: ProxiedRequest, reply: ProxiedReply): Exchange {
  const value = jsonOf(reply)
  const { method, query, headers } = request
  return {
    index: 0,
    plan: { purpose: '' },
    request: { method, url: `http://${request.host}${request.path}${query === '' ? '' : `?${query}`}`, headers },
    response: {
      status: reply.status,
      headers: reply.headers,
      header: (name) => headerOf(reply, name),
      body: reply.body,
      complete: true,
      surplusBytes: 0,
    },
    json: value === undefined ? { ok: false, reason: '' } : { ok: true, value },
  }
}
