import { gzipSync } from 'node:zlib'
import type { Part } from '../changes.ts'
import { pagesOf } from '../pages.ts'
import { withBody, withHeader } from '../replies.ts'
import type { Mutant, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { type Defect, mutantsFrom, onReply, refusalChecks } from './make.ts'

type Bytes = (body: Buffer) => Buffer

/** Bodies that are not what they claim to be, byte for byte. */
export function wireMutants(subject: Subject): readonly Mutant[] {
  const pages = pagesOf(subject)
  const { id } = subject.contract.list

  function page(reply: ProxiedReply, request: ProxiedRequest): boolean {
    return (pages.rows(request, reply)?.length ?? 0) > 0
  }
  function lastPage(reply: ProxiedReply, request: ProxiedRequest): boolean {
    return pages.isLast(request, reply)
  }
  function refusal({ status }: ProxiedReply): boolean {
    return status >= 400
  }

  function text(name: string, description: string, change: Bytes, when = page, check = 'wire/json'): Defect {
    return {
      name,
      description,
      expects: [check],
      changes: ['body'],
      mutation: onReply((reply, request) => (when(reply, request) ? withBody(reply, change(reply.body)) : undefined)),
    }
  }
  function reply(
    name: string,
    description: string,
    expects: readonly string[],
    change: (reply: ProxiedReply) => ProxiedReply,
    changes: readonly Part[],
    when = page,
  ): Defect {
    return {
      name,
      description,
      expects,
      changes,
      mutation: onReply((given, request) => (when(given, request) ? change(given) : undefined)),
    }
  }

  const defects: readonly Defect[] = [
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
    reply('empty', 'the body is empty', ['wire/body-presence'], emptied, ['body']),
    reply('empty-last', 'the body of the last page is empty', ['wire/body-presence'], emptied, ['body'], lastPage),
    reply(
      'empty-refusal',
      'refusals have no body',
      // Where the document declares no refusal, the contract's own words for it are all there is.
      ['wire/body-presence', ...refusalChecks],
      emptied,
      ['body'],
      jsonRefusal,
    ),
    reply('truncated', 'the connection ends in the middle of the body', ['wire/length'], (given) => cut(given, 2), [
      'body',
      'length',
    ]),
    reply(
      'truncated-last',
      'the connection ends within the last page',
      ['wire/length'],
      (given) => cut(given, 1),
      ['body', 'length'],
      lastPage,
    ),
    reply(
      'surplus',
      'bytes come behind the end of the body',
      ['wire/length'],
      (given) => ({ ...given, contentLength: given.body.length, trailer: Buffer.from('\n\n') }),
      ['length', 'trailer'],
    ),
    ...[
      { name: 'small', words: 'one byte short', by: -1 },
      { name: 'large', words: 'one byte more than comes', by: 1 },
    ].map(({ name, words, by }) =>
      reply(
        `length-too-${name}`,
        `Content-Length is ${words}`,
        ['wire/length'],
        (given) => ({ ...given, contentLength: given.body.length + by }),
        ['length'],
      ),
    ),
    reply(
      'two-lengths',
      'Content-Length comes twice, with two values',
      ['wire/length'],
      (given) => ({
        ...given,
        headers: [...given.headers, ['Content-Length', String(given.body.length + 7)]],
        trailer: Buffer.alloc(0),
      }),
      ['header content-length'],
    ),
    reply(
      'refusal-truncated',
      'the connection ends in the middle of a refusal',
      ['wire/length'],
      (given) => cut(given, 1),
      ['body', 'length'],
      refusal,
    ),
    reply(
      'packed-not',
      'Content-Encoding says gzip, but the body is plain',
      ['wire/encoding'],
      (given) => withHeader(given, 'Content-Encoding', 'gzip'),
      ['header content-encoding'],
    ),
  ]
  return mutantsFrom(subject, 'wire', defects)
}

function emptied(reply: ProxiedReply): ProxiedReply {
  return withBody(reply, '')
}

/** Ends within the body: a half of it, or all but one byte. */
function cut(reply: ProxiedReply, parts: 1 | 2): ProxiedReply {
  const { length } = reply.body
  return { ...reply, body: reply.body.subarray(0, parts === 2 ? length >> 1 : length - 1), contentLength: length }
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
