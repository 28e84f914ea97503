import { tokenCharacters } from '../random.mjs'
import { hidden, insertHeaders, ordinary, parts, written } from '../request.mjs'
import { damaged, oddText, percent, value } from './oddities.mjs'

// Request lines: methods, targets, versions.

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'SEARCH',
  'QUERY',
  'M-SEARCH',
  'PURGE',
  'SOURCE',
  'LINK',
]

export const requestLines = {
  method: (random, context) => {
    const method = random.pick([
      random.pick(methods),
      random.text(random.between(1, 12), tokenCharacters),
      random.pick(methods).toLowerCase(),
      `${random.pick(methods)}\x00`,
      random.pick([
        'G\tET',
        'GE T',
        '"GET"',
        'GET:',
        '',
        ' GET',
        'PRI',
        'G\xc9T',
        'X'.repeat(random.pick([100, 17_000])),
      ]),
    ])
    return written({ ...ordinary(random, context), method })
  },
  'known method': (random, context) => {
    const request = ordinary(random, context)
    return written({
      ...request,
      method: random.pick(methods),
      headers: request.headers.filter(([name]) => name !== 'Content-Length'),
      body: '',
    })
  },
  path: (random, context) => {
    const request = ordinary(random, context)
    const [path, ...rest] = request.target.split('?')
    const at = random.between(0, path.length)
    const odd = Array.from({ length: random.between(1, 3) }, () => oddText(random)).join('')
    return written({ ...request, target: [path.slice(0, at) + odd + path.slice(at), ...rest].join('?') })
  },
  query: (random, context) => {
    const operation = random.pick(context.operations)
    const pairs = Array.from({ length: random.pick([1, 1, 2, 3, 8, 300]) }, () => {
      const name = random.chance(0.8) ? random.pick(operation.parameters) : oddText(random)
      const suffix = random.pick(['', '', '', '', '[]', '[0]', '%5B%5D', '.x'])
      return `${name}${suffix}${random.pick(['=', '=', '=', '=', '', '=='])}${value(random)}`
    })
    return written(
      parts({
        target: `/${operation.host}${operation.path}?${pairs.join(random.pick(['&', '&', ';', '&&']))}`,
        headers: operation.headers,
      }),
    )
  },
  cursor: (random, context) => {
    const [provider, parameter] = random.pick([
      ['nirvana', 'cursor'],
      ['cradl', 'nextToken'],
    ])
    const operation = context.operations.find((candidate) => candidate.provider === provider)
    const cursor = damaged(random, context.cursors[provider] ?? 'abc')
    return written(
      parts({
        target: `/${operation.host}${operation.path}?${parameter}=${cursor}${random.pick(['', '&limit=7', '&maxResults=7'])}`,
        headers: operation.headers,
      }),
    )
  },
  'absolute form': (random, context) => {
    const operation = random.pick(context.operations)
    const authority = random.pick([
      operation.host,
      operation.host.toUpperCase(),
      `${operation.host}:443`,
      `${operation.host}.`,
      `user:pass@${operation.host}`,
      'localhost',
      '[::1]:80',
      '[::1',
      '',
      '@',
      `${operation.host}@evil.test`,
      `evil.test\\@${operation.host}`,
      '%61pi.cekura.ai',
      `a${'.a'.repeat(random.pick([10, 2_000]))}`,
    ])
    const scheme = random.pick([
      'http://',
      'https://',
      'HTTP://',
      'http:/',
      'http:',
      'ftp://',
      'file://',
      '//',
      'javascript:',
      'http:///',
    ])
    const host = random.pick(['localhost', operation.host, 'api.cekura.ai', 'evil.test'])
    return written(
      parts({
        target: `${scheme}${authority}${random.pick([operation.path, '', '?a=b', '/', '#x', '*'])}`,
        host,
        headers: operation.headers,
      }),
    )
  },
  'other form of target': (random, context) => {
    const request = ordinary(random, context)
    return written({
      ...request,
      method: random.pick(['GET', 'OPTIONS', 'POST']),
      target: random.pick([
        '*',
        '**',
        'localhost:80',
        'api.cekura.ai',
        '?',
        '#',
        '/#',
        '/?#',
        '\\',
        '/\\',
        ':',
        '/:',
        '//',
        '///',
        '/..',
        '/.',
        '/%',
        '',
        '/%00',
        '//api.cekura.ai/user/organizations/',
      ]),
      headers: request.headers.filter(([name]) => name !== 'Content-Length'),
      body: '',
    })
  },
  version: (random, context) => {
    const version = random.pick([
      'HTTP/1.0',
      'HTTP/1.0',
      'HTTP/0.9',
      'HTTP/1.2',
      'HTTP/1.9',
      'HTTP/2.0',
      'HTTP/2',
      'HTTP/3.0',
      'HTTP/9.9',
      'HTTP/1.10',
      'HTTP/01.1',
      'http/1.1',
      'HTTP/1',
      'HTTP/ 1.1',
      'HTTPS/1.1',
      'ICE/1.0',
      'RTSP/1.0',
      '',
      'HTTP/-1.1',
      'HTTP/1.1 x',
    ])
    const request = ordinary(random, context)
    const keeps = random.chance(0.3) ? insertHeaders(request, ['Connection', 'keep-alive']) : request
    return written({ ...keeps, version }) + (random.chance(0.5) ? hidden(random, context) : '')
  },
  'secret in the URL': (random, context) => {
    const secret = random.pick(context.secrets)
    const encoded = [...secret]
      .map((character) => (random.chance(0.3) ? percent(random, character) : character))
      .join('')
    const operation = random.pick(context.operations)
    const target = random.pick([
      `/${operation.host}${operation.path}?api_key=${encoded}`,
      `/${operation.host}${operation.path}?${operation.parameters[0]}=${encoded}`,
      `/${operation.host}/${encoded}`,
      `/nowhere/${encoded}?x=${encoded}`,
      `/__admin/${encoded}`,
    ])
    return written(parts({ target, headers: operation.headers }))
  },
  'before the request': (random, context) =>
    `${random.pick(['\r\n', '\r\n\r\n', '\n', '\r', ' ', '\t', '\x00', '\xef\xbb\xbf', '\r\n'.repeat(500), ' \r\n'])}${written(ordinary(random, context))}`,
  'odd white space in the request line': (random, context) => {
    const text = written(ordinary(random, context))
    const space = random.pick(['  ', '\t', '\x0b', '\x0c', '\xa0', ' \t ', ''])
    return random.chance(0.5)
      ? text.replace(' ', space)
      : text.replace(' HTTP/1.1', `${space}HTTP/1.1${random.pick(['', ' ', '\t'])}`)
  },
  'header injection by percent-encoding': (random, context) => {
    const operation = random.pick(context.operations)
    const injected = random.pick([
      '%0d%0aX-Injected:%201',
      '%0aX-Injected:1',
      '%0D%0A%0D%0AHTTP/1.1%20200%20OK',
      '%E5%98%8A%E5%98%8DX-Injected:1',
      '\x85X-Injected:1',
    ])
    const target = random.pick([
      `/${operation.host}${operation.path.replace(/\/$/, '')}${injected}`,
      `/${operation.host}${operation.path.replace(/\/$/, '')}?${injected}`,
      `/${injected}`,
      `/${operation.host}//${injected}`,
    ])
    return written(parts({ target, host: random.pick(['localhost', operation.host]), headers: operation.headers }))
  },
  connect: (random, context) =>
    written(
      parts({
        method: 'CONNECT',
        target: random.pick([
          'localhost:80',
          'api.cloudflare.com:443',
          '/',
          '*',
          '[::1]:1',
          '',
          'x:99999',
          'http://a/',
        ]),
        host: random.pick(['localhost', ...context.hosts]),
        headers: random.pick([[], [['Content-Length', '5']], [['Transfer-Encoding', 'chunked']]]),
      }),
    ) + random.pick(['', 'hello', hidden(random, context)]),
}
