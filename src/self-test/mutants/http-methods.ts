import type { Refusal } from '../../contract/index.ts'
import type { ProxiedRequest, Subject } from '../types.ts'
import { type Defect, replyDefects } from './make.ts'
import { both, changing, dropHeader, setBody, setHeader, setLength, setStatus } from './reply-changes.ts'
import { listBody, servedAsList } from './requests.ts'

/** What goes wrong with HEAD. */
export function heads(subject: Subject): readonly Defect[] {
  const isHead = ({ method, path }: ProxiedRequest) => method === 'HEAD' && path === subject.path
  const headed = replyDefects((_reply, request) => isHead(request), 'head-')
  const leak = changing(['trailer'], (reply) => ({ ...reply, trailer: Buffer.from('{"leaked":true}') }))
  const html = setHeader('Content-Type', 'text/html')
  const withBody = headed('body', 'the reply to a HEAD has a body', ['wire/body-presence'], leak)
  const names = Object.keys(subject.credentialHeaders).map((name) => name.toLowerCase())
  const unasked = servedAsList(
    subject,
    'head-without-credential',
    'HEAD is answered without a credential',
    ['head'],
    (request) => isHead(request) && !request.headers.some(([name]) => names.includes(name.toLowerCase())),
    subject.credentialHeaders,
  )
  if (subject.contract.http.head !== 'as-get') {
    const description = 'HEAD is answered, though the provider has none'
    return [withBody, unasked, servedAsList(subject, 'head-served', description, ['head'], isHead)]
  }
  return [
    withBody,
    unasked,
    ...[404, 405, 500, 204].map((status) =>
      headed(`${status}`, `HEAD is answered with status ${status}`, ['head'], setStatus(status)),
    ),
    headed('type', 'HEAD says another Content-Type than GET', ['head', 'shape/content-type'], html),
    headed(
      'length',
      'HEAD says another Content-Length than GET',
      ['head'],
      setLength((own) => own - 1),
    ),
    headed(
      'length-zero',
      'HEAD says a Content-Length of 0',
      ['head'],
      setLength(() => 0),
    ),
  ]
}

/** What goes wrong with a method that the provider does not have. */
export function methods(subject: Subject): readonly Defect[] {
  const { method, refusal } = subject.contract.http.wrongMethod
  const isWrong = (request: ProxiedRequest) => request.method === method && request.path === subject.path
  const refused = replyDefects((_reply, request) => isWrong(request), 'method-')
  const words = `the refusal of ${method}`
  const noContent = both(setStatus(204), setBody(''))
  return [
    servedAsList(subject, 'method-served', `${method} is answered as GET`, ['method'], isWrong),
    ...[200, 404, 500, 501].map((status) =>
      refused(`${status}`, `${method} is answered with status ${status}`, ['method'], setStatus(status)),
    ),
    refused('204', `${method} is answered with status 204`, ['method'], noContent),
    ...headersOf(refusal).map((name) =>
      refused(name.toLowerCase(), `${words} comes without ${name}`, ['refusal-envelope'], dropHeader(name)),
    ),
    refused('envelope', `${words} says nothing`, ['refusal-envelope'], setBody('{}')),
    refused('data', `${words} carries the list`, ['refusal-without-data'], listBody(subject)),
  ]
}

/** Headers that a refusal promises. */
export function headersOf({ also = [] }: Refusal): readonly string[] {
  return also.flatMap(({ header }) => header ?? [])
}
