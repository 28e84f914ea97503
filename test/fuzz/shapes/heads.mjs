import { lowerCase, tokenCharacters } from '../random.mjs'
import { hidden, insertHeaders, ordinary, parts, tokenRequest, written } from '../request.mjs'
import { damaged, oddText } from './oddities.mjs'

// Headers.

export const heads = {
  host: (random, context) => {
    const request = ordinary(random, context)
    const others = request.headers.filter(([name]) => name !== 'Host')
    const hosts = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, () => [
      random.pick(['Host', 'host', 'HOST', 'Host ', 'X-Forwarded-Host']),
      random.pick([
        ...context.hosts,
        'localhost',
        'API.CLOUDFLARE.COM:443',
        'api.cekura.ai.',
        'api.cekura.ai..',
        'api.cekura.ai:notaport',
        '[::1]',
        '[',
        'a b',
        'a,b',
        'a/b',
        '__proto__',
        'constructor',
        '\xe9.test',
        '\x00',
        '',
        `${'a'.repeat(random.pick([255, 9_000]))}`,
      ]),
    ])
    return written({ ...request, headers: random.chance(0.5) ? [...hosts, ...others] : [...others, ...hosts] })
  },
  'odd headers': (random, context) => {
    const added = Array.from({ length: random.between(1, 6) }, () => [
      random.pick([
        'X-A',
        '',
        'X A',
        '__proto__',
        'constructor',
        'toString',
        'X-\xe9',
        'X-\x00',
        '(x)',
        'Cookie',
        'Accept',
        'Accept-Encoding',
        'Content-Type',
        'Range',
        'Via',
        'X-Forwarded-For',
        'Forwarded',
        'TE',
        'Trailer',
        random.text(8, tokenCharacters),
      ]),
      random.pick([
        '',
        ' ',
        '\t',
        'a',
        '\x00',
        '\x01',
        '\x7f',
        'a\x0bb',
        random.bytes(8).replace(/[\r\n]/g, ''),
        'é',
        '"',
        ';;;',
        ',,,',
        'a;q=9',
        '*/*;q=abc',
        'application/json; indent=99999999999',
        'application/json; indent=-1',
        'bytes=0-',
        'a'.repeat(random.pick([100, 4_000])),
      ]),
    ])
    return written(insertHeaders(ordinary(random, context), ...added))
  },
  accept: (random, context) => {
    const accept = Array.from(
      { length: random.pick([1, 1, 2, 50]) },
      () =>
        `${random.pick(['*/*', 'application/json', 'text/html', 'application/*', '*', '/', 'a/', '/b', 'application/json/x', oddText(random)])}${random.pick(['', ';q=0', ';q=1', ';q=', ';indent=4', ';indent=x', '; charset=utf-8', ';version="1', ';;'])}`,
    ).join(random.pick([',', ', ', ' ']))
    return written(insertHeaders(ordinary(random, context), ['Accept', accept]))
  },
  credentials: (random, context) => {
    const operation = random.pick(context.operations)
    const secret = random.pick(context.secrets)
    const word = () =>
      random.pick([
        damaged(random, secret),
        damaged(random, operation.headers.at(-1)[1]),
        secret,
        '',
        ' ',
        random.text(40, `${lowerCase}0123456789`),
        'a'.repeat(8_000),
        'a.b.c',
        '..',
        `eyJhbGciOiJub25lIn0.${random.text(20, lowerCase)}.`,
      ])
    const names = [
      ...operation.headers.map(([name]) => name),
      'Authorization',
      'X-Auth-Key',
      'X-Auth-Email',
      'X-CEKURA-API-KEY',
      'Cookie',
    ]
    const headers = Array.from({ length: random.between(1, 4) }, () => [
      random.pick(names),
      `${random.pick(['', '', 'Bearer ', 'bearer  ', 'Basic ', 'Token ', 'Bearer\t', 'Bearer'])}${word()}`.replace(
        /[\r\n]/g,
        '',
      ),
    ])
    return written(parts({ target: `/${operation.host}${operation.path}`, headers }))
  },
  'very many headers': (random, context) => {
    const many = Array.from({ length: random.pick([100, 1_000, 2_001, 3_000]) }, (_, i) => [
      random.pick(['a', 'x', `h${i}`]),
      '',
    ])
    const request = ordinary(random, context)
    const text = written(
      { ...request, headers: random.chance(0.5) ? [...request.headers, ...many] : [...many, ...request.headers] },
      '\r\n',
    )
    return text.replaceAll(': \r\n', ':\r\n')
  },
  'very long head': (random, context) => {
    const size = random.pick([8_000, 15_000, 16_000, 16_300, 16_384, 17_000, 70_000, 300_000])
    const request = ordinary(random, context)
    return random.pick([
      () => written(insertHeaders(request, ['X-Long', 'a'.repeat(size)])),
      () => written({ ...request, target: `${request.target}?${'a'.repeat(size)}` }),
      () => written(insertHeaders(request, ['x'.repeat(size), 'a'])),
      () => written(insertHeaders(request, ['Cookie', 'a=b; '.repeat(size / 5)])),
    ])()
  },
  'folded header': (random, context) => {
    const request = insertHeaders(ordinary(random, context), [
      random.pick(['X-A', 'Content-Length', 'Transfer-Encoding', 'Host', 'Authorization', 'Connection']),
      random.pick(['a\r\n b', '\r\n b', '\r\n\tchunked', '0\r\n 5', 'a\r\n \r\n b']),
    ])
    return written(request) + hidden(random, context)
  },
  'bare line feeds': (random, context) => {
    const text = written(ordinary(random, context), random.chance(0.5) ? '\n' : '\r\n')
    const broken = random.chance(0.5)
      ? text.replace('\r\n', '\n')
      : text.replace('\r\n\r\n', random.pick(['\n\n', '\r\n\n', '\n\r\n', '\r\r\n', '\r\r']))
    return broken + hidden(random, context)
  },
  'bare carriage returns': (random, context) => {
    const text = written(ordinary(random, context))
    const at = random.whole(text.length)
    return random.chance(0.5) ? text.replace('\r\n', '\r') : `${text.slice(0, at)}\r${text.slice(at)}`
  },
  'space before the colon': (random, context) => {
    const [name, value] = random.pick([
      ['Content-Length', '5'],
      ['Transfer-Encoding', 'chunked'],
      ['X-A', 'b'],
      ['Host', 'api.cekura.ai'],
    ])
    return (
      written(insertHeaders(ordinary(random, context), [`${name}${random.pick([' ', '\t', '  ', '\x0b'])}`, value])) +
      hidden(random, context)
    )
  },
  'no colon': (random, context) => {
    const text = written(ordinary(random, context))
    return text.replace(
      '\r\n\r\n',
      `\r\n${random.pick(['nonsense', 'Content-Length 5', '', '\t', '=', 'GET / HTTP/1.1'])}\r\n\r\n`,
    )
  },
  connection: (random, context) => {
    const connection = random.pick([
      'close',
      'Close',
      'keep-alive',
      'close, keep-alive',
      'keep-alive, close',
      'upgrade',
      'Host',
      'close\t',
      ' close',
      'clos',
      'x, close',
      ',',
      'TE, close',
      '',
    ])
    return written(insertHeaders(ordinary(random, context), ['Connection', connection])) + hidden(random, context)
  },
  upgrade: (random, context) => {
    const protocol = random.pick(['websocket', 'h2c', 'TLS/1.0', 'HTTP/2.0', '', 'foo/1, bar', '\x01'])
    const request = insertHeaders(
      random.chance(0.3) ? tokenRequest(random, context) : ordinary(random, context),
      ['Upgrade', protocol],
      [
        'Connection',
        random.pick(['Upgrade', 'upgrade, HTTP2-Settings', 'keep-alive, Upgrade', 'close, Upgrade', 'keep-alive']),
      ],
      ['HTTP2-Settings', 'AAMAAABkAAQCAAAAAAIAAAAA'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
      ['Sec-WebSocket-Version', '13'],
    )
    return written(request) + (random.chance(0.7) ? hidden(random, context) : random.bytes(20))
  },
  expect: (random, context) => {
    const value = random.pick([
      '100-continue',
      '100-Continue',
      '100-continue, 100-continue',
      '200-ok',
      '',
      '100-continue\t',
      'x'.repeat(3_000),
      '\x01',
      'foo=bar',
      '\xe9',
    ])
    return (
      written(
        insertHeaders(random.chance(0.6) ? tokenRequest(random, context) : ordinary(random, context), [
          'Expect',
          value,
        ]),
      ) + (random.chance(0.5) ? hidden(random, context) : '')
    )
  },
  preferences: (random, context) => {
    const value = Array.from({ length: random.pick([1, 1, 1, 2, 4]) }, () =>
      random.pick([
        `fault=${random.pick(['slow-headers', 'slow-body', 'connection-reset', 'connection-reset-in-body', 'truncated-body', 'malformed-json', 'bad-gateway', 'empty-body', 'nothing', '', '"malformed-json"', '__proto__'])}`,
        `code=${random.pick(['429', '200', '404', '500', '502', '100', '999', '-1', '0', '204', '304', 'abc', '', '4e2', '"429"', '99999999999'])}`,
        `delay=${random.pick(['0', '0.01', '0.05', '-1', 'abc', '', '1e-3', '0.05s', '"0.02"', '\xd9\xa0'])}`,
        'respond-async',
        'wait=1',
        'return=minimal',
        random.text(6, tokenCharacters),
        '=',
        ';;',
        'fault',
        'code="4',
      ]),
    ).join(random.pick([',', ', ', ';', '; ', ' ']))
    return (
      written(insertHeaders(ordinary(random, context), [random.pick(['Prefer', 'prefer', 'PREFER']), value])) +
      (random.chance(0.3) ? hidden(random, context) : '')
    )
  },
}
