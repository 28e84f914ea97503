import { gzipSync } from 'node:zlib'
import { pagesOf } from '../pages.ts'
import { withBody, withHeader } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { mutantsFrom, refusalChecks, replyDefects } from './make.ts'

type Bytes = (body: Buffer) => Buffer

/** Bodies that are not what they claim to be, byte for byte. */
export function wireMutants(subject: Subject): readonly Mutant[] {
  const pages = pagesOf(subject)
  const { id } = subject.contract.list

  const page = (reply: ProxiedReply, request: ProxiedRequest) => (pages.rows(request, reply)?.length ?? 0) > 0
  const lastPage = (reply: ProxiedReply, request: ProxiedRequest) => pages.isLast(request, reply)
  const onPages = replyDefects(page)
  const onLastPage = replyDefects(lastPage)
  const text = (name: string, description: string, change: Bytes, when = page) =>
    replyDefects(when)(name, description, ['wire/json'], ['body'], (reply) => withBody(reply, change(reply.body)))
  const [length, presence] = [['wire/length'], ['wire/body-presence']]

  return mutantsFrom(subject, 'wire', [
    text('duplicate-key', 'the identity of a row stands in it twice, with the same value', repeatMember(id, undefined)),
    text(
      'duplicate-key-other',
      'the identity of a row stands in it twice, with two values',
      repeatMember(id, '"other"'),
    ),
    text('duplicate-key-last', 'the same on the last page only', repeatMember(id, undefined), lastPage),
    text('byte-order-mark', 'the body begins with a byte order mark', before([0xef, 0xbb, 0xbf])),
    text('byte-order-mark-last', 'the last page begins with a byte order mark', before([0xef, 0xbb, 0xbf]), lastPage),
    text('latin-1', 'a name holds a letter in Latin-1', into([0xe9])),
    text('cut-utf-8', 'a name holds half a character', into([0xe2, 0x82])),
    text('overlong-utf-8', 'a name holds a slash in two bytes', into([0xc0, 0xaf])),
    text('control-character', 'a text holds a bare line break', into([0x0a])),
    text('bare-nan', 'a value is NaN', replaced(/:(true|false|null|\d+|"[^"]*")/, ':NaN')),
    text('trailing-comma', 'a comma stands before the last bracket', (body) =>
      joined(body.subarray(0, -1), ',', body.subarray(-1)),
    ),
    text('single-quotes', 'texts stand in single quotes', replaced(/"/g, "'")),
    text('two-documents', 'the body comes twice, one behind the other', (body) => joined(body, body)),
    text('cut-in-half', 'half the body comes, under its own length', (body) => body.subarray(0, body.length >> 1)),
    text('last-bracket', 'the last bracket is missing', (body) => body.subarray(0, -1)),
    text('utf-16', 'the body is in UTF-16', (body) => Buffer.from(body.toString('utf8'), 'utf16le')),
    text('packed', 'the body is packed, and no header says so', (body) => gzipSync(body)),
    text('html-as-json', 'an HTML page comes as JSON', () => Buffer.from('<!doctype html><title>Sorry</title>')),
    text('text-as-json', 'a sentence comes as JSON', () => Buffer.from('Service is healthy')),
    text(
      'refusal-html-as-json',
      'refusals are HTML pages that claim to be JSON',
      () => Buffer.from('<h1>No</h1>'),
      jsonRefusal,
    ),
    text('refusal-cut', 'refusals break off, under their own length', (body) => body.subarray(0, -2), jsonRefusal),
    onPages('empty', 'the body is empty', presence, ['body'], emptied),
    onLastPage('empty-last', 'the body of the last page is empty', presence, ['body'], emptied),
    replyDefects(jsonRefusal)(
      'empty-refusal',
      'refusals have no body',
      // Where the document declares no refusal, the contract's own words for it are all there is.
      [...presence, ...refusalChecks],
      ['body'],
      emptied,
    ),
    onPages('truncated', 'the connection ends in the middle of the body', length, ['body', 'length'], (reply) =>
      cut(reply, reply.body.length >> 1),
    ),
    onLastPage('truncated-last', 'the connection ends within the last page', length, ['body', 'length'], (reply) =>
      cut(reply, -1),
    ),
    onPages('surplus', 'bytes come behind the end of the body', length, ['length', 'trailer'], (reply) => ({
      ...reply,
      contentLength: reply.body.length,
      trailer: Buffer.from('\n\n'),
    })),
    onPages('length-too-small', 'Content-Length is one byte short', length, ['length'], (reply) => ({
      ...reply,
      contentLength: reply.body.length - 1,
    })),
    onPages('length-too-large', 'Content-Length is one byte more than comes', length, ['length'], (reply) => ({
      ...reply,
      contentLength: reply.body.length + 1,
    })),
    onPages(
      'two-lengths',
      'Content-Length comes twice, with two values',
      length,
      ['header content-length'],
      (reply) => ({
        ...reply,
        headers: [...reply.headers, ['Content-Length', String(reply.body.length + 7)]],
        trailer: Buffer.alloc(0),
      }),
    ),
    replyDefects(({ status }) => status >= 400)(
      'refusal-truncated',
      'the connection ends in the middle of a refusal',
      length,
      ['body', 'length'],
      (reply) => cut(reply, -1),
    ),
    onPages(
      'packed-not',
      'Content-Encoding says gzip, but the body is plain',
      ['wire/encoding'],
      ['header content-encoding'],
      (reply) => withHeader(reply, 'Content-Encoding', 'gzip'),
    ),
  ])
}

function emptied(reply: ProxiedReply): ProxiedReply {
  return withBody(reply, '')
}

/** Ends within the body, after so many bytes of those that were promised. */
function cut(reply: ProxiedReply, to: number): ProxiedReply {
  return { ...reply, body: reply.body.subarray(0, to), contentLength: reply.body.length }
}

function jsonRefusal({ status, headers }: ProxiedReply): boolean {
  return (
    status >= 400 &&
    headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value === 'application/json')
  )
}

function joined(...parts: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)))
}

function before(bytes: readonly number[]): Bytes {
  return (body) => joined(Buffer.from(bytes), body)
}

/** Puts bytes into the last text of the body that is a value. */
function into(bytes: readonly number[]): Bytes {
  return (body) => {
    const at = body.indexOf(':"') + 3
    return joined(body.subarray(0, at), Buffer.from(bytes), body.subarray(at))
  }
}

function replaced(pattern: RegExp, by: string): Bytes {
  return (body) => Buffer.from(body.toString('utf8').replace(pattern, by))
}

/** Writes a member of the first object that has it a second time, right behind the first. */
function repeatMember(name: string, value: string | undefined): Bytes {
  return replaced(new RegExp(`"${name}":("[^"]*"|\\d+)`), `"${name}":$1,"${name}":${value ?? '$1'}`)
}
