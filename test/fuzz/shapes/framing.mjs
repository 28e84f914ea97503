import { chunked, hidden, insertHeaders, withoutBody, written } from '../request.mjs'

// Where a message ends: what request smuggling lives on (RFC 9112, 6 and 11.2). Behind nearly every one stands a request that must
// not be answered, or must be answered once.

/** @typedef {import('../random.mjs').Dice} Dice */

export const framing = {
  'length and chunked, chunked body': (random, context) => {
    const body = random.text(random.whole(40), 'abc=&')
    const request = insertHeaders(
      withoutBody(random, context),
      ...shuffled(random, [
        ['Content-Length', String(random.between(0, 60))],
        ['Transfer-Encoding', obfuscated(random, 'chunked', 0.2)],
      ]),
    )
    return written({ ...request, body: chunked(random, body) }) + hidden(random, context)
  },
  'length and chunked, body by length': (random, context) => {
    const inside = `0\r\n\r\n${hidden(random, context)}`
    const request = insertHeaders(
      withoutBody(random, context),
      ...shuffled(random, [
        ['Content-Length', String(inside.length)],
        ['Transfer-Encoding', 'chunked'],
      ]),
    )
    return written({ ...request, body: inside }) + hidden(random, context)
  },
  'disguised transfer coding': (random, context) => {
    const inside = `0\r\n\r\n${hidden(random, context)}`
    const name = random.pick([
      'Transfer-Encoding',
      'transfer-encoding',
      'Transfer_Encoding',
      'X-Transfer-Encoding',
      'Transfer-Encoding\t',
      'Transfer-Encoding\x00',
    ])
    const request = insertHeaders(
      withoutBody(random, context),
      [name, obfuscated(random, 'chunked', 0.9)],
      ...(random.chance(0.7) ? [['Content-Length', String(inside.length)]] : []),
    )
    return written({ ...request, body: inside })
  },
  'two transfer codings': (random, context) => {
    const values = random.pick([
      ['chunked', 'identity'],
      ['identity', 'chunked'],
      ['chunked', 'chunked'],
      ['gzip', 'chunked'],
      ['chunked', 'gzip'],
      ['chunked', ''],
      ['', 'chunked'],
      ['chunked', 'x'],
    ])
    const lines = random.chance(0.5)
      ? values.map((value) => ['Transfer-Encoding', value])
      : [['Transfer-Encoding', values.join(random.pick([',', ', ', ' , ']))]]
    const request = insertHeaders(withoutBody(random, context), ...lines)
    return written({ ...request, body: chunked(random, 'a=b') }) + hidden(random, context)
  },
  'transfer coding that is not chunked': (random, context) => {
    const coding = random.pick([
      'identity',
      'gzip',
      'deflate',
      'compress',
      'x-gzip',
      'br',
      'chunkedd',
      'xchunked',
      'chunked;q=1',
      '"chunked"',
      ',',
      random.text(6, 'chunked'),
    ])
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', coding])
    return written({ ...request, body: chunked(random, 'a=b') }) + hidden(random, context)
  },
  'chunked in HTTP/1.0': (random, context) => {
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', 'chunked'])
    if (random.chance(0.5)) request.headers.push(['Connection', 'keep-alive'])
    return written({ ...request, version: 'HTTP/1.0', body: chunked(random, 'a=b') }) + hidden(random, context)
  },
  'lengths that differ': (random, context) => {
    const inside = hidden(random, context)
    const lengths = shuffled(random, ['0', String(inside.length), String(random.whole(100))])
    const request = insertHeaders(
      withoutBody(random, context),
      ...(random.chance(0.6)
        ? lengths.slice(0, 2).map((length) => ['Content-Length', length])
        : [['Content-Length', lengths.slice(0, 2).join(random.pick([',', ', ']))]]),
    )
    return written({ ...request, body: inside })
  },
  'the same length twice': (random, context) => {
    const body = 'a=b'
    const request = insertHeaders(
      withoutBody(random, context),
      ...(random.chance(0.5)
        ? [
            ['Content-Length', '3'],
            [random.pick(['Content-Length', 'content-length', 'CONTENT-LENGTH']), '3'],
          ]
        : [['Content-Length', '3, 3']]),
    )
    return written({ ...request, body }) + hidden(random, context)
  },
  'length that is no number': (random, context) => {
    const length = random.pick([
      '+3',
      '-1',
      '-0',
      '0x3',
      '3 3',
      '3,',
      ',3',
      '3.0',
      '1e1',
      '',
      ' ',
      '\xb3',
      '3;',
      '\xef\xbc\x93',
      'ten',
      '\x003',
      '3\x00',
      '"3"',
      '00x',
    ])
    return (
      written({ ...insertHeaders(withoutBody(random, context), ['Content-Length', length]), body: 'a=b' }) +
      hidden(random, context)
    )
  },
  'enormous length': (random, context) => {
    const length = random.pick([
      '9007199254740993',
      '18446744073709551615',
      '18446744073709551616',
      '18446744073709551619',
      '9'.repeat(random.between(21, 400)),
      '2147483648',
      '4294967299',
    ])
    return (
      written({ ...insertHeaders(withoutBody(random, context), ['Content-Length', length]), body: 'a=b' }) +
      hidden(random, context)
    )
  },
  'length with leading zeros': (random, context) =>
    written({
      ...insertHeaders(withoutBody(random, context), ['Content-Length', `${'0'.repeat(random.between(1, 40))}3`]),
      body: 'a=b',
    }) + hidden(random, context),
  'body shorter than its length': (random, context) =>
    written({
      ...insertHeaders(withoutBody(random, context), ['Content-Length', String(random.between(4, 100_000))]),
      body: 'a=b',
    }),
  'body longer than its length': (random, context) =>
    written({
      ...insertHeaders(withoutBody(random, context), ['Content-Length', '3']),
      body: `a=b${random.pick(['', '\r\n', 'x', random.bytes(5)])}`,
    }) + hidden(random, context),
  'chunk extensions': (random, context) => {
    const extension = () =>
      random.pick([
        '',
        ';a=b',
        ';a',
        ';a="b;c"',
        ';a="\r\n"',
        ' ;a=b',
        ';',
        ';\x00',
        ';a=b\n',
        `;${'a'.repeat(random.pick([10, 1_000, 17_000]))}`,
        ' ',
        '\t',
        ';a="unended',
      ])
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', 'chunked'])
    return written({ ...request, body: chunked(random, 'a=b&c=d', { extension }) }) + hidden(random, context)
  },
  'chunk of a size that is none': (random, context) => {
    const size = random.pick([
      '-1',
      '+3',
      '0x3',
      'g',
      '3h',
      '',
      ' 3',
      '3 ',
      '3.0',
      '\x003',
      '3\x00',
      '\n3',
      '3\r',
      '03',
      '0003',
      `${'0'.repeat(30)}3`,
    ])
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', 'chunked'])
    return written({ ...request, body: `${size}\r\na=b\r\n0\r\n\r\n` }) + hidden(random, context)
  },
  'chunk of an enormous size': (random, context) => {
    const size = random.pick([
      'ffffffff',
      '100000003',
      '7fffffffffffffff',
      'ffffffffffffffff',
      '10000000000000003',
      'f'.repeat(random.between(17, 300)),
      '100000000000000000000000003',
    ])
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', 'chunked'])
    return written({ ...request, body: `${size}\r\na=b\r\n0\r\n\r\n` }) + hidden(random, context)
  },
  'chunk that does not end where it should': (random, context) => {
    const body = random.pick([
      '3\r\na=b0\r\n\r\n',
      '3\r\na=bX\r\n0\r\n\r\n',
      '3\r\na=b\n0\r\n\r\n',
      '3\r\na=b\r0\r\n\r\n',
      '2\r\na=b\r\n0\r\n\r\n',
      '3\na=b\r\n0\r\n\r\n',
      '3\ra=b\r\n0\r\n\r\n',
      '3\r\na=b\r\n0\n\n',
      '3\r\na=b\r\n0\r\n',
      '3\r\na=b\r\n0\r\nX',
    ])
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', 'chunked'])
    return written({ ...request, body }) + hidden(random, context)
  },
  'body of chunks': (random, context) => {
    const { token } = context
    const request = insertHeaders(
      withoutBody(random, context),
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Transfer-Encoding', random.pick(['chunked', 'Chunked', ' chunked', 'chunked ', '\tchunked'])],
    )
    return written({ ...request, body: chunked(random, token.form) }) + hidden(random, context)
  },
  trailers: (random, context) => {
    const trailer = Array.from({ length: random.between(1, 4) }, () =>
      random.pick([
        'X-A: b\r\n',
        'Content-Length: 5\r\n',
        'Transfer-Encoding: chunked\r\n',
        'Host: api.cekura.ai\r\n',
        'no colon\r\n',
        ': empty\r\n',
        'X-A : b\r\n',
        ' folded\r\n',
        'X-A: b\n',
        'X-A: \x00\r\n',
        `X-Long: ${'a'.repeat(random.pick([100, 9_000]))}\r\n`,
      ]),
    ).join('')
    const request = insertHeaders(withoutBody(random, context), ['Transfer-Encoding', 'chunked'])
    return written({ ...request, body: chunked(random, 'a=b', { trailer }) }) + hidden(random, context)
  },
  'length beside GET': (random, context) => {
    const inside = hidden(random, context)
    const method = random.pick(['GET', 'HEAD', 'OPTIONS', 'DELETE', 'TRACE'])
    const request = insertHeaders(withoutBody(random, context), ['Content-Length', String(inside.length)])
    return written({ ...request, method, body: inside }) + hidden(random, context)
  },
}

function obfuscated(random, coding, share) {
  if (!random.chance(share)) return coding
  return random.pick([
    'Chunked',
    ' chunked',
    '\tchunked',
    'chunked\t ',
    '\x0bchunked',
    '\x0cchunked',
    'chunked\x00',
    '\x00chunked',
    'chunked,',
    ',chunked',
    'chunked, chunked',
    'chunked;a=b',
    'x, chunked',
    'chunked x',
    "'chunked'",
    'chu\r\n nked',
    '\r\n chunked',
    '\xa0chunked',
    'chunked\x7f',
    '',
  ])
}

function shuffled(random, values) {
  const left = [...values]
  return values.map(() => left.splice(random.whole(left.length), 1)[0])
}
