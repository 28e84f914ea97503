import fc from 'fast-check'

/** What a server does with one request: bytes, and what comes behind them. */
export interface HostileReply {
  readonly bytes: Buffer
  /** `stay` waits for the next request; `drip` and `flood` go on without end. */
  readonly ending: 'stay' | 'end' | 'reset' | 'drip' | 'flood'
}

/** A provider's list, a refusal and a token, each with the places that laws and checks read, marked by `@`. */
export interface Template {
  readonly good: string
  readonly marked: readonly string[]
}

const organization = {
  nirvana:
    '{"id":"6dfad740-9db0-4934-a475-8b4efc11a457","billing_email":null,"created_at":"2025-06-25T17:07:45Z","domains":[],"metronome_customer_id":null,"name":"X","personal":false,"services":{"cloud":true,"jit_provisioning":true,"scim":true,"siem":false,"sso":true},"stripe_customer_id":"cus_3v","type":"company","updated_at":"2026-01-27T14:45:35Z"}',
  cloudflare: '{"id":"01a7362d577a6c3019a474fd6f485823","name":"X","permissions":[],"roles":[],"status":"member"}',
  cradl: '{"organizationId":"las:organization:0123","name":"X","description":null}',
  cekura: '{"id":1,"name":"X"}',
}

export const templates: Readonly<Record<keyof typeof organization, Template>> = {
  nirvana: template(
    `{"items":[${organization.nirvana}],"pagination":{"next_cursor":"c1","previous_cursor":null,"total_count":1}}`,
    ['items', 'id', 'created_at', 'domains', 'name', 'personal', 'services', 'type', 'pagination', 'next_cursor'],
    ['previous_cursor', 'total_count'],
    ['{"message":@}'],
  ),
  cloudflare: template(
    `{"errors":[],"messages":[],"result":[${organization.cloudflare}],"result_info":{"count":1,"page":1,"per_page":20,"total_count":1,"total_pages":1},"success":true}`,
    ['errors', 'messages', 'result', 'result_info', 'success', 'id', 'name', 'permissions', 'roles', 'status'],
    ['count', 'page', 'per_page', 'total_count', 'total_pages'],
    ['{"success":false,"errors":@,"result":null}', '{"success":false,"errors":[{"code":@}],"messages":[],"result":@}'],
  ),
  cradl: template(
    `{"nextToken":"t1","organizations":[${organization.cradl}]}`,
    ['nextToken', 'organizations', 'organizationId', 'name', 'description'],
    [],
    ['{"message":@}', '{"access_token":@,"expires_in":3600}', '{"access_token":"a-token-of-theirs","expires_in":@}'],
    ['{"error":@,"error_description":@}'],
  ),
  cekura: template(`[${organization.cekura}]`, ['id', 'name'], ['@', '{"detail":@}']),
}

/** Marks each member that is named, one at a time, and takes whole texts with a mark as they are. */
function template(good: string, ...places: readonly (readonly string[])[]): Template {
  const marked = places.flat().map((place) => (place.includes('@') ? place : withMark(good, place)))
  return { good, marked: [...marked, good.replace(/\{/, '{@:1,'), good.replace(/\{/, '{"more":@,')] }
}

function withMark(good: string, name: string): string {
  const start = good.indexOf(`"${name}":`) + name.length + 3
  let level = 0
  let end = start
  for (; level > 0 || !/[,}\]]/.test(good[end] ?? ''); end += 1) {
    if (/[[{]/.test(good[end] ?? '')) level += 1
    if (/[\]}]/.test(good[end] ?? '')) level -= 1
  }
  return `${good.slice(0, start)}@${good.slice(end)}`
}

const oddTexts = [
  '',
  '\0',
  '\ud800',
  '\udc00\ud800',
  '__proto__',
  'toString',
  'a\r\nX-Injected: 1',
  '\u2028',
  '../..',
  '%',
  '?a=b#c',
  '$&',
  ']]>',
  '\u001b[2J',
  '(a+)+$',
  'eyJ-'.repeat(9_000),
  'x'.repeat(70_000),
  '\u{1f600}'.repeat(5_000),
]
const oddNumbers = ['1e400', '-1e400', '-0', '1e-400', '0.5', '-7', '12345678901234567890', '9'.repeat(5_000)]
const oddObjects = [
  '{"toString":1,"valueOf":2,"toJSON":3}',
  '{"__proto__":{"id":1},"constructor":null}',
  '{"length":-1}',
  '{"a":1,"a":2}',
  `{${'"a":1,'.repeat(20_000)}"b":[]}`,
  `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}}`,
  `{${JSON.stringify('n'.repeat(100_000))}:1}`,
  `{${Array.from({ length: 250_000 }, (_, i) => `"k${i}":1`).join()}}`,
  `[${Array.from({ length: 30_000 }, (_, i) => `{"code":${i}}`).join()}]`,
  `[${'{},'.repeat(50_000)}{}]`,
  `[${'0,'.repeat(590_000)}0]`,
  `[${'{},'.repeat(290_000)}{}]`,
  `"${'\u65e5'.repeat(5_000_000)}"`,
  `"${'\\n'.repeat(7_000_000)}"`,
]
const nested = fc
  .tuple(
    fc.constantFrom(3, 90, 150, 5_000, 130_000, 1_000_000),
    fc.constantFrom('[', '{"a":', '{"name":{"v":', '[{"id":'),
  )
  .map(([levels, opening]) => {
    const closing = [...opening.replace(/[^[{]/g, '')]
      .map((one) => (one === '[' ? ']' : '}'))
      .reverse()
      .join('')
    const times = Math.min(levels, Math.ceil(4_000_000 / (opening.length + closing.length)))
    return `${opening.repeat(times)}1${closing.repeat(times)}`
  })

/** A JSON text, or nearly one. */
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddTexts).map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.constantFrom(...oddNumbers, 'null', 'true', '[]', '{}', '[[]]', '[[["a"]]]', '', 'NaN') },
  { weight: 3, arbitrary: fc.constantFrom(...oddObjects) },
  { weight: 3, arbitrary: nested },
  { weight: 2, arbitrary: fc.json({ maxDepth: 4 }) },
)

function body({ good, marked }: Template): fc.Arbitrary<Buffer> {
  const hostile = fc.tuple(fc.constantFrom(...marked), value).map(([text, inner]) => text.split('@').join(inner))
  const cut = fc.tuple(hostile, fc.nat(1_000)).map(([text, end]) => text.slice(0, end))
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(Buffer.from(good)) },
    { weight: 8, arbitrary: hostile.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: cut.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: nested.map((text) => Buffer.from(text.replace(/1[\]}]*$/, ''))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constant(Buffer.alloc(20_000_000, 0x20)) },
  )
}

const status = fc.constantFrom(200, 200, 200, 200, 200, 400, 401, 403, 404, 405, 415, 429, 500, 503, 204, 304, 301, 101)
const headers = fc.constantFrom(
  '',
  '',
  '',
  'Content-Type: application/json\r\n',
  'Content-Type: text/html; charset=utf-99\r\n',
  `Content-Type: ;;;=,"${';'.repeat(30_000)}\r\n`,
  'Content-Encoding: gzip, br\r\n',
  'Retry-After: 86400\r\n',
  'Retry-After: 1\r\n',
  'Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n',
  'Retry-After: -1e99\r\n',
  'Location: /\r\n',
  'Location: http://[::bad\r\n',
  `X-A: a${' '.repeat(60_000)}b\r\n`,
  `X-A: ${'h'.repeat(200_000)}\r\n`,
  '__proto__: a\r\nconstructor: b\r\nX-\xe9: \xff\r\n',
  'X-A: a\0b\r\n',
  'X-A: b\r\n folded\r\n',
  'a:\r\n'.repeat(5_000),
  'WWW-Authenticate: ,,,=\r\nLink: <<<<\r\nDate: never\r\nAllow: \r\n',
)

type Framing = (payload: Buffer) => {
  readonly head: string
  readonly bytes: Buffer
  readonly ending: HostileReply['ending']
}

const framings: fc.Arbitrary<Framing> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(counted(0)) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1, 500).map(counted) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(1, 20, 4_000), fc.constantFrom(0, 40, 15_000)).map(chunked) },
  { weight: 1, arbitrary: fc.constantFrom('999999999999999999999', '-1', '2, 3', '').map(announcing) },
  { weight: 1, arbitrary: fc.constantFrom('drip' as const, 'flood' as const, 'end' as const).map(endless) },
)

function counted(more: number): Framing {
  return (payload) => ({
    head: `Content-Length: ${Math.max(0, payload.length + more)}\r\n`,
    bytes: payload,
    ending: more > 0 ? 'end' : 'stay',
  })
}

function chunked([size, extension]: readonly [number, number]): Framing {
  return (payload) => {
    // So that a reply is no longer than a few million bytes.
    const short = payload.subarray(0, Math.ceil((4_000_000 * size) / (size + extension + 8)))
    const pieces: (string | Buffer)[] = []
    for (let at = 0; at < short.length; at += size) {
      const piece = short.subarray(at, at + size)
      pieces.push(
        `${piece.length.toString(16)}${extension === 0 ? '' : `;${'e'.repeat(extension)}`}\r\n`,
        piece,
        '\r\n',
      )
    }
    const bytes = Buffer.concat([...pieces, '0\r\n\r\n'].map((piece) => Buffer.from(piece)))
    return { head: 'Transfer-Encoding: chunked\r\n', bytes, ending: 'stay' }
  }
}

function announcing(length: string): Framing {
  return (payload) => ({ head: `Content-Length: ${length}\r\n`, bytes: payload, ending: 'end' })
}

function endless(ending: 'drip' | 'flood' | 'end'): Framing {
  return (payload) => ({ head: 'Connection: close\r\n', bytes: payload, ending })
}

const noHttp = fc
  .constantFrom<readonly [string, HostileReply['ending']]>(
    ['', 'end'],
    ['', 'reset'],
    ['garbage\r\n\r\n', 'stay'],
    ['HTTP/1.1\r\n\r\n', 'stay'],
    ['HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n', 'stay'],
    ['HTTP/1.1 200 OK\nContent-Length: 2\n\n[]', 'stay'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', 'stay'],
    [`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'X-T: 1\r\n'.repeat(5_000)}\r\n`, 'stay'],
    ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(5_000), 'stay'],
    ['HTTP/1.1 200 OK\r\nX-A: ', 'drip'],
    ['HTTP/1.1 200 OK\r\nX-A: ', 'flood'],
  )
  .map(([text, ending]): HostileReply => ({ bytes: Buffer.from(text), ending }))

/** A reply of a server that means no good, to any request. */
export function hostileReply(made: Template): fc.Arbitrary<HostileReply> {
  const framed = fc.tuple(status, headers, framings, body(made)).map(([code, fields, framing, payload]) => {
    const { head, bytes, ending } = framing(payload)
    return {
      bytes: Buffer.concat([Buffer.from(`HTTP/1.1 ${code} X\r\n${fields}${head}\r\n`, 'latin1'), bytes]),
      ending,
    }
  })
  return fc
    .oneof({ weight: 9, arbitrary: framed }, { weight: 1, arbitrary: noHttp })
    .map((reply) => ({ ...reply, [fc.toStringMethod]: () => described(reply) }))
}

/** For the message of a test that fails: a reply may have millions of bytes. */
function described({ bytes, ending }: HostileReply): string {
  return `${JSON.stringify(bytes.toString('latin1', 0, 300))} (${bytes.length} bytes, ${ending})`
}

/** The ordinary answer, so that the laws behind the first one get to ask. */
export function goodReply({ good }: Template): HostileReply {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(good)}\r\n\r\n`
  return { bytes: Buffer.from(head + good), ending: 'stay' }
}
