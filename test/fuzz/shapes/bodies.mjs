import { deflateSync, gzipSync } from 'node:zlib'
import { lowerCase } from '../random.mjs'
import { insertHeaders, parts, written } from '../request.mjs'

// Bodies, for the paths that read one, and whatever may come to read one under /__admin.

export const bodies = {
  'form of the token endpoint': (random, context) => {
    const pairs = context.token.form.split('&')
    for (let times = random.between(1, 3); times > 0; times -= 1) {
      const at = random.whole(pairs.length)
      random.pick([
        () => pairs.splice(at, 1),
        () => pairs.push(pairs[at] ?? 'a=b'),
        () =>
          pairs.splice(
            at,
            1,
            (pairs[at] ?? '').replace('=', random.pick(['', '==', '=%', '=%ff', '=+', '[]=', '=\x00', '=\xe9'])),
          ),
        () =>
          pairs.push(
            random.pick([
              'scope=',
              'scope=x',
              'scope=%20',
              'audience=x',
              'grant_type=password',
              'grant_type=__proto__',
              '=',
              '&&&',
              '%=%',
              `x=${'a'.repeat(9_000)}`,
              'client_assertion=x',
            ]),
          ),
        () => pairs.splice(at, 0, random.bytes(8)),
      ])()
    }
    return form(context, pairs.join('&'))
  },
  'content type and coding of a body': (random, context) => {
    const plain = random.chance(0.7) ? context.token.form : random.bytes(random.whole(300))
    const coding = random.pick([
      'gzip',
      'deflate',
      'br',
      'identity',
      'x-gzip',
      'zstd',
      'GZIP',
      'gzip, gzip',
      '',
      'x',
      'compress',
    ])
    const body =
      coding.toLowerCase().includes('gzip') && random.chance(0.6)
        ? gzipSync(latin1(plain)).toString('latin1')
        : coding === 'deflate'
          ? deflateSync(latin1(plain)).toString('latin1')
          : plain
    const cut = random.chance(0.2) ? body.slice(0, random.whole(body.length)) : body
    return tokenPost(context, cut, [
      [
        'Content-Type',
        random.pick([
          'application/x-www-form-urlencoded',
          'application/x-www-form-urlencoded; charset=utf-8',
          'application/x-www-form-urlencoded; charset=utf-16',
          'application/x-www-form-urlencoded; charset=x',
          'application/json',
          'multipart/form-data; boundary=x',
          'multipart/form-data',
          'text/plain',
          '',
          ';;;',
          '\xe9',
          'a/b; c="',
          'application/x-www-form-urlencoded, application/json',
        ]),
      ],
      ['Content-Encoding', coding],
    ])
  },
  'body that grows when it is unpacked': (_random, context) =>
    tokenPost(context, bomb, [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Content-Encoding', 'gzip'],
    ]),
  'large body': (random, context) => {
    const size = random.pick([65_535, 65_536, 65_537, 100_000, 300_000])
    const [operation] = context.operations
    return random.chance(0.5)
      ? form(context, 'a='.padEnd(size, 'x'))
      : written(
          parts({
            method: 'POST',
            target: `/${operation.host}${operation.path}`,
            headers: [...operation.headers, ['Content-Length', String(size)]],
            body: 'x'.repeat(size),
          }),
        )
  },
  'basic credentials': (random, context) => {
    const text = random.pick(['a:b', ':', '', 'a', `${random.bytes(6)}:${random.bytes(6)}`, '%zz:%', 'a:b:c', 'é:é'])
    const header = random.pick([Buffer.from(text, 'latin1').toString('base64'), text, '====', 'YQ', 'Yf=='])
    return tokenPost(context, 'grant_type=client_credentials', [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Authorization', `Basic ${header.replace(/[\r\n]/g, '')}`],
    ])
  },
  'query of the token endpoint': (random, context) => {
    const query = random.pick([
      'grant_type=client_credentials',
      'grant_type=client_credentials&audience=x',
      'client_secret=x',
      '%',
      'grant_type=%ff',
      'a=b&'.repeat(500),
      context.token.form,
    ])
    return written({
      ...parts({
        method: random.pick(['POST', 'GET', 'PUT']),
        target: `/${context.token.host}${context.token.path}?${query}`,
      }),
    })
  },
  'paths of /__admin': (random, context) => {
    const path = random.pick([
      'providers',
      // Of a full journal all would be a hundred megabytes, for which this side has no time.
      'requests?limit=20',
      'requests?limit=20&format=ndjson',
      'requests/count',
      'errors',
      'credentials',
      'tenants',
      'settings',
      'openapi.json',
      'faults',
      'clock',
      'reset',
      'tls.pem',
      'tls.key',
      'scorecard',
      '',
      '/',
      '..',
      '../healthz',
      '%2e%2e/healthz',
      'providers/',
      'providers?x=y',
      'providers/cekura',
      'providers/__proto__',
      'PROVIDERS',
      'requests/-1',
      'requests/1e9',
      'requests?limit=-1',
      'requests?limit=1e9&since=x',
      random.text(5, lowerCase),
      '%00',
      '%',
      '%ff',
    ])
    const method = random.pick(['GET', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
    const body = json(random)
    const length = Buffer.byteLength(body, 'latin1')
    const request = parts({
      method,
      target: `${random.pick(['', '', '', '/api.cekura.ai', '/'])}/__admin/${path}`,
      body: method === 'GET' || method === 'HEAD' ? '' : body,
    })
    const withBody =
      request.body === ''
        ? request
        : insertHeaders(
            request,
            ['Content-Type', random.pick(['application/json', 'application/json; charset=utf-16', 'text/plain', ''])],
            ['Content-Length', String(length)],
          )
    return written(
      random.chance(0.2)
        ? insertHeaders(withBody, [
            'Authorization',
            random.pick(['Bearer x', 'Bearer', `Bearer ${random.pick(context.secrets)}`, 'Basic Og==']),
          ])
        : withBody,
    )
  },
}

function form(context, body) {
  return tokenPost(context, body, [['Content-Type', 'application/x-www-form-urlencoded']])
}

function tokenPost({ token }, body, headers) {
  return written(
    parts({
      method: 'POST',
      target: `/${token.host}${token.path}`,
      headers: [...headers, ['Content-Length', String(body.length)]],
      body,
    }),
  )
}

function json(random) {
  return random.pick([
    '',
    '{}',
    '[]',
    'null',
    '1',
    '"x"',
    '{',
    '{"a":',
    '[[[[',
    '['.repeat(10_000),
    `{"__proto__":{"x":1}}`,
    '{"constructor":{"prototype":{"x":1}}}',
    '{"now":"x"}',
    '{"now":1e999}',
    '{"requests":-1}',
    '{"fault":"x"}',
    '\xff\xfe',
    '{"a":"\\ud800"}',
    `{"a":${'9'.repeat(500)}}`,
    '{"id":"x","id":"y"}',
    random.bytes(30),
  ])
}

function latin1(text) {
  return Buffer.from(text, 'latin1')
}

/** 64 MB of zeros in 64 KB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  .toString('latin1')
  .slice(0, 65_000)
