import type { Part } from '../changes.ts'
import { withBody, withHeader, withoutHeader } from '../replies.ts'
import type { Forward, ProxiedReply, ProxiedRequest } from '../types.ts'

/** What a broken server does to a reply, with the parts of the reply that this changes. */
export interface ReplyChange {
  readonly parts: readonly Part[]
  apply(reply: ProxiedReply, request: ProxiedRequest, forward: Forward): ProxiedReply | Promise<ProxiedReply>
}

export function changing(parts: readonly Part[], apply: ReplyChange['apply']): ReplyChange {
  return { parts, apply }
}

/** One change after the other. */
export function both(one: ReplyChange, other: ReplyChange): ReplyChange {
  return changing([...one.parts, ...other.parts], async (reply, ...asked) =>
    other.apply(await one.apply(reply, ...asked), ...asked),
  )
}

export function setStatus(status: number): ReplyChange {
  return changing(['status'], (reply) => ({ ...reply, status }))
}

export function setHeader(name: string, value: string): ReplyChange {
  return changing([`header ${name.toLowerCase()}`], (reply) => withHeader(reply, name, value))
}

export function dropHeader(name: string): ReplyChange {
  return changing([`header ${name.toLowerCase()}`], (reply) => withoutHeader(reply, name))
}

export function setBody(body: string | ((body: Buffer) => Buffer)): ReplyChange {
  return changing(['body'], (reply) => withBody(reply, typeof body === 'string' ? body : body(reply.body)))
}

/** Another Content-Length, from that of a sound server. */
export function setLength(length: (own: number) => number): ReplyChange {
  return changing(['length'], (reply) => ({
    ...reply,
    contentLength: length(reply.contentLength ?? reply.body.length),
  }))
}

/** A page of HTML, which says so. */
export const htmlPage = both(setHeader('Content-Type', 'text/html'), setBody('<h1>No</h1>'))
