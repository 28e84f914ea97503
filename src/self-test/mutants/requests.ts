import { wholeRequest } from '../changes.ts'
import { withBody } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, onRequest } from './make.ts'
import { changing, type ReplyChange } from './reply-changes.ts'

/** The ordinary request of the list, with the credential that came. */
function listRequest({ path, credentialHeaders }: Subject, request: ProxiedRequest): ProxiedRequest {
  const names = Object.keys(credentialHeaders).map((name) => name.toLowerCase())
  return {
    ...request,
    method: 'GET',
    path,
    headers: request.headers.filter(([name]) => names.includes(name.toLowerCase())),
    body: Buffer.alloc(0),
  }
}

/** Makes a defect that answers some requests with the list; with `credentials` whatever credential came. */
export function servedAsList(
  subject: Subject,
  name: string,
  description: string,
  expects: readonly string[],
  when: (request: ProxiedRequest) => boolean,
  credentials?: Readonly<Record<string, string>>,
): Defect {
  return {
    name,
    description,
    expects,
    changes: wholeRequest,
    mutation: onRequest((request) => {
      if (!when(request)) return false
      const asked = listRequest(subject, request)
      return credentials === undefined ? asked : { ...asked, headers: Object.entries(credentials) }
    }),
  }
}

/** The list in the body of a refusal: all of it, or what `body` makes of the two. */
export function listBody(
  subject: Subject,
  body: (list: ProxiedReply, refusal: ProxiedReply) => string | Buffer = (list) => list.body,
): ReplyChange {
  return changing(['body'], async (reply, request, forward) =>
    withBody(reply, body(await forward(listRequest(subject, request)), reply)),
  )
}
