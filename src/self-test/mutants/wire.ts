import { gzipSync } from 'node:zlib'
import { pagesOf } from '../pages.ts'
import { headerOf } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { leaks } from './leaks.ts'
import { mutantsFrom, refusalChecks, replyDefects } from './make.ts'
import { changing, type ReplyChange, setBody, setHeader, setLength } from './reply-changes.ts'

type Bytes = (body: Buffer) => Buffer

/** Bodies that are not what they claim to be, byte for byte. */
export function wireMutants(subject: Subject): readonly Mutant[] {
  const pages = pagesOf(subject)
  const { id } = subject.contract.list

  const page = (reply: ProxiedReply, request: ProxiedRequest) => (pages.rows(request, reply)?.length ?? 0) > 0
  const lastPage = (reply: ProxiedReply, request: ProxiedRequest) => pages.isLast(request, reply)
  const onPages = replyDefects(page)
  const onLastPage = replyDefects(lastPage)
  const onRefusals = replyDefects(jsonRefusal)
  const text = (name: string, description: string, body: string | Bytes, when = page) =>
    replyDefects(when)(name, description, ['json'], setBody(body))

  return mutantsFrom(subject, 'wire', [
    text('duplicate-key', 'the identity of a row stands in it twice, with the same value', repeatMember(id)),
    text(
      'duplicate-key-other',
      'the identity of a row stands in it twice, with two values',
      repeatMember(id, '"other"'),
    ),
    text('duplicate-key-last', 'the same on the last page only', repeatMember(id), lastPage),
    text('byte-order-mark', 'the body begins with a byte order mark', before([0xef, 0xbb, 0xbf])),
    text('byte-order-mark-last', 'the last page begins with a byte order mark', before([0xef, 0xbb, 0xbf]), lastPage),
    text('latin-1', 'a name holds a letter in Latin-1', into([0xe9])),
    text('cut-utf-8', 'a name holds half a character', into([0xe2, 0x82])),
    text('overlong-utf-8', 'a name holds a slash in two bytes', into([0xc0, 0xaf])),
    text('lone-surrogate', 'a name holds half a surrogate pair', into([...Buffer.from('\\ud83d')])),
    text('lone-surrogate-low', 'a name holds the other half of one', into([...Buffer.from('\\udc00')])),
    text('lone-surrogate-last', 'the last page holds half of one', into([...Buffer.from('\\ud83d')]), lastPage),
    text('control-character', 'a text holds a bare line break', into([0x0a])),
    text('bare-nan', 'a value is NaN', replaced(/:(true|false|null|\d+|"[^"]*")/, ':NaN')),
    text('trailing-comma', 'a comma stands before the last bracket', replaced(/.$/, ',$&')),
    text('single-quotes', 'texts stand in single quotes', replaced(/"/g, "'")),
    text('two-documents', 'the body comes twice, one behind the other', (body) => Buffer.concat([body, body])),
    text('cut-in-half', 'half the body comes, under its own length', (body) => body.subarray(0, body.length >> 1)),
    text('last-bracket', 'the last bracket is missing', (body) => body.subarray(0, -1)),
    text('utf-16', 'the body is in UTF-16', (body) => Buffer.from(body.toString('utf8'), 'utf16le')),
    text('packed', 'the body is packed, and no header says so', (body) => gzipSync(body)),
    text('html-as-json', 'an HTML page comes as JSON', '<!doctype html><title>Sorry</title>'),
    text('text-as-json', 'a sentence comes as JSON', 'Service is healthy'),
    text('refusal-html-as-json', 'refusals are HTML pages that claim to be JSON', '<h1>No</h1>', jsonRefusal),
    text('refusal-cut', 'refusals break off, under their own length', (body) => body.subarray(0, -2), jsonRefusal),
    onPages('empty', 'the body is empty', ['body-presence'], setBody('')),
    onLastPage('empty-last', 'the body of the last page is empty', ['body-presence'], setBody('')),
    // Where the document declares no refusal, the contract's own words for it are all there is.
    onRefusals('empty-refusal', 'refusals have no body', ['body-presence', ...refusalChecks], setBody('')),
    onPages('truncated', 'the connection ends in the middle of the body', ['length'], cut(0.5)),
    onLastPage('truncated-last', 'the connection ends within the last page', ['length'], cut()),
    onPages('surplus', 'bytes come behind the end of the body', ['length'], surplus('\n\n')),
    onPages(
      'length-too-small',
      'Content-Length is one byte short',
      ['length'],
      setLength((own) => own - 1),
    ),
    onPages(
      'length-too-large',
      'Content-Length is one byte more than comes',
      ['length'],
      setLength((own) => own + 1),
    ),
    onPages('two-lengths', 'Content-Length comes twice, with two values', ['length'], secondLength),
    replyDefects(({ status }) => status >= 400)(
      'refusal-truncated',
      'the connection ends in the middle of a refusal',
      ['length'],
      cut(),
    ),
    onPages(
      'packed-not',
      'Content-Encoding says gzip, but the body is plain',
      ['encoding'],
      setHeader('Content-Encoding', 'gzip'),
    ),
    ...leaks(subject),
  ])
}

/** Ends within the body, after that share of it or before its last byte. */
function cut(share = 1): ReplyChange {
  return changing(['body', 'length'], (reply) => {
    const { length } = reply.body
    return { ...reply, body: reply.body.subarray(0, Math.min(length * share, length - 1)), contentLength: length }
  })
}

function surplus(trailer: string): ReplyChange {
  return changing(['length', 'trailer'], (reply) => ({
    ...reply,
    contentLength: reply.body.length,
    trailer: Buffer.from(trailer),
  }))
}

const secondLength = changing(['header content-length'], (reply) => ({
  ...reply,
  headers: [...reply.headers, ['Content-Length', String(reply.body.length + 7)]],
  // Empty, so that the proxy writes the head as it is.
  trailer: Buffer.alloc(0),
}))

function jsonRefusal(reply: ProxiedReply): boolean {
  return reply.status >= 400 && headerOf(reply, 'content-type') === 'application/json'
}

function before(bytes: readonly number[]): Bytes {
  return (body) => Buffer.concat([Buffer.from(bytes), body])
}

/** Puts bytes into the first text of the body that is a value. */
function into(bytes: readonly number[]): Bytes {
  return (body) => {
    const at = body.indexOf(':"') + 3
    return Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)])
  }
}

function replaced(pattern: RegExp, by: string): Bytes {
  return (body) => Buffer.from(body.toString('utf8').replace(pattern, by))
}

/** Writes a member of the first object that has it a second time, right behind the first; with the same value or another one. */
function repeatMember(name: string, value = '$1'): Bytes {
  return replaced(new RegExp(`"${name}":("[^"]*"|\\d+)`), `"${name}":$1,"${name}":${value}`)
}
