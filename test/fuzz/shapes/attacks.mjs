import { lowerCase, tokenCharacters } from '../random.mjs'
import { chunked, insertHeaders, ordinary, parts, tokenRequest, written } from '../request.mjs'

// What one client does to exhaust a server, to slow it down, or to have it keep a secret.

/** In the middle of every secret of the shapes here. */
const planted = 'Zq7NeverShowThisOne4vLk2'

/** Parts of planted secrets, twelve characters long, none of which may be shown anywhere. */
export const plantedParts = Array.from({ length: planted.length - 11 }, (_, start) => planted.slice(start, start + 12))

/** The shape whose requests carry them. */
export const secretShape = 'a secret where no document has one'

export const attacks = {
  'pipelined requests for a long list': (random, { operations }) => {
    const { host, path, headers } = operations.find(({ provider }) => provider === 'cekura')
    const credentials = headers.map(([name, value]) => [name, /key/i.test(name) ? 'test_count-1000' : value])
    return Array.from({ length: random.between(2, 5) }, () =>
      written(parts({ target: `/${host}${path}`, headers: credentials })),
    ).join('')
  },
  'credentials padded to great length': (random, { operations }) => {
    const { host, path, headers } = random.pick(operations)
    const padding = random.pick(['0', '_', 'x', '.', '0123456789'])
    const length = random.pick([100, 1_000, 4_097, 14_000])
    const word = random.text(8, lowerCase)
    const padded = headers.map(([name, value]) => [
      name,
      random.pick([
        `${value}_${padding.repeat(length).slice(0, length)}`,
        value.replace(/\S+$/, `test_${word}_${padding.repeat(length).slice(0, length)}`),
      ]),
    ])
    return written(parts({ target: `/${host}${path}`, headers: padded }))
  },
  'bodies like tokens': (random, context) => {
    const pump = random.pick([
      'eyJ-',
      'eyJ',
      'eyJ.',
      'eyJ-eyJ_',
      'a-',
      'a.',
      'a=',
      'a%',
      '-----BEGIN ',
      'Bearer ',
      'a@',
      '/',
    ])
    const body = pump.repeat(random.pick([1, 16, 1_000, 60_000]) / pump.length + 1)
    const { host, path, headers } = random.pick(context.operations)
    return post(
      random,
      random.chance(0.4) ? `/${context.token.host}${context.token.path}` : `/${host}${path}`,
      headers,
      body,
    )
  },
  [secretShape]: (random, context) => {
    const tail = () => random.text(random.between(0, 8), lowerCase)
    const secret = `${random.pick(['', 'sk_', 'Bearer ', 'eyJ'])}${tail()}${planted}${tail()}`
    const request = random.chance(0.2) ? tokenRequest(random, context) : ordinary(random, context)
    return random.pick([inHeader, inQuery, inPath, inBody])(random, context, request, secret)
  },
  'deep JSON for the admin API': (random) => {
    const [open, inner, close] = random.pick([
      ['[', '1', ']'],
      ['{"a":', '1', '}'],
      ['[{"fault":', '"x"', '}]'],
      ['{"requests":[', '', ']}'],
    ])
    const times = random.pick([50, 1_000, 10_000, 30_000])
    const body = open.repeat(times) + inner + (random.chance(0.7) ? close.repeat(times) : '')
    const target = random.pick(['tenants/fuzz', 'settings', 'faults', 'clock', 'reset', 'tenants/fuzz/faults'])
    return written(
      parts({
        method: random.pick(['POST', 'PUT', 'PATCH']),
        target: `/__admin/${target}`,
        headers: [
          ['Content-Type', 'application/json'],
          ['Content-Length', String(body.length)],
        ],
        body,
      }),
    )
  },
  'a last request with more behind it': (random, context) => {
    const request = random.pick([tokenRequest, ordinary])(random, context)
    const more = random.pick([
      (length) => 'x'.repeat(length),
      (length) => random.bytes(Math.min(length, 2_000)),
      (length) => 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(length / 50 + 1),
    ])
    return written(insertHeaders(request, ['Connection', 'close'])) + more(random.pick([1, 100, 20_000, 300_000]))
  },
}

function inHeader(random, _context, request, secret) {
  const name = random.pick([
    'Authentication',
    'X-Auth',
    'X-AccessToken',
    'X-Api-Token',
    'Api-Key',
    'Cookie',
    'X-Amz-Security-Token',
    'Private-Token',
    'X-Forwarded-Authorization',
    'Content-Language',
    'Origin',
    `X-${random.text(6, lowerCase)}`,
  ])
  const value = random.pick([
    secret,
    `token="${secret}"`,
    `https://a.example/?access_token=${secret}`,
    `a=b; session=${secret}`,
    Buffer.from(`user:${secret}`, 'latin1').toString('latin1'),
  ])
  return written(insertHeaders(request, [random.chance(0.2) ? 'Referer' : name, value]))
}

function inQuery(random, _context, request, secret) {
  const text = secret.replace(' ', '%20')
  const more = random.pick([
    `access_token=${text}`,
    `limit=1;api_key=${text}`,
    `page=${text}`,
    `cursor=${text}`,
    `nextToken=${text}`,
    `name=${text}`,
    `order=${text}`,
    `a[b]=${text}`,
    `x=${[...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')}`,
    `${random.text(5, tokenCharacters.replace(/[#%&+]/g, ''))}=${text}`,
  ])
  return written({ ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}${more}` })
}

function inPath(random, _context, request, secret) {
  const [path, query] = request.target.split('?')
  const text = secret.replace(' ', '%20')
  const longer = random.pick([`${path}/${text}`, `${path};key=${text}`, `/${text}${path}`, `${path}/tokens/${text}/x`])
  return written({ ...request, target: query === undefined ? longer : `${longer}?${query}` })
}

function inBody(random, context, _request, secret) {
  const { host, path, headers } = random.pick(context.operations)
  const target = random.chance(0.4) ? `/${context.token.host}${context.token.path}` : `/${host}${path}`
  const [type, body] = random.pick([
    ['application/json', JSON.stringify({ secret })],
    ['application/json', JSON.stringify({ a: [{ b: secret }], password: secret })],
    ['application/json', `{"secret":"${secret}`],
    ['application/x-www-form-urlencoded', `grant_type=client_credentials&client_secret=${secret.replace(' ', '+')}`],
    ['application/x-www-form-urlencoded', `grant_type=${secret.replace(' ', '+')}&client_id=x`],
    [
      'multipart/form-data; boundary=b',
      `--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n${secret}\r\n--b--\r\n`,
    ],
    ['text/plain', `the key is ${secret}`],
    [`text/plain; x=${secret}`, 'a'],
    ['', secret],
  ])
  return post(random, target, headers, body, type)
}

function post(random, target, headers, body, type) {
  const kind =
    type ??
    random.pick([
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json',
      'multipart/form-data; boundary=b',
    ])
  const length =
    type === undefined && random.chance(0.1)
      ? ['Transfer-Encoding', 'chunked']
      : ['Content-Length', String(body.length)]
  const sent = length[1] === 'chunked' ? chunked(random, body) : body
  return written(parts({ method: 'POST', target, headers: [...headers, ['Content-Type', kind], length], body: sent }))
}
