import { hidden, insertHeaders, ordinary, tokenRequest, written } from '../request.mjs'

// More than one request on a connection, and bytes that are hardly any.

export const streams = {
  ordinary: (random, context) => written(ordinary(random, context)),
  'pipelined requests': (random, context) =>
    Array.from({ length: random.between(2, 20) }, () => written(ordinary(random, context))).join(''),
  'pipelined HEAD requests': (random, context) =>
    Array.from({ length: random.between(2, 6) }, () => {
      const request = ordinary(random, context)
      return written(request.body === '' && random.chance(0.7) ? { ...request, method: 'HEAD' } : request)
    }).join(''),
  'pipelined requests, then nonsense': (random, context) =>
    `${Array.from({ length: random.between(1, 5) }, () => written(ordinary(random, context))).join('')}${random.pick(['nonsense\r\n\r\n', 'GET\r\n\r\n', '\x00\x01\x02\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n'])}${hidden(random, context)}`,
  'token request, then nonsense': (random, context) =>
    `${written(tokenRequest(random, context))}nonsense\r\n\r\n${hidden(random, context)}`,
  'requests behind a last one': (random, context) =>
    written(insertHeaders(ordinary(random, context), ['Connection', 'close'])) +
    hidden(random, context) +
    hidden(random, context),
  'request that stops': (random, context) => {
    const text = written(ordinary(random, context))
    return text.slice(0, random.between(1, text.length - 1))
  },
  'pipelined requests that stop': (random, context) => {
    const text = Array.from({ length: 3 }, () => written(ordinary(random, context))).join('')
    return text.slice(0, random.between(1, text.length - 1))
  },
  'random bytes': (random) => random.bytes(random.pick([1, 2, 10, 100, 2_000])),
  'another protocol': (random) =>
    random.pick([
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03',
      'SSH-2.0-OpenSSH_9.6\r\n',
      'EHLO localhost\r\n',
      '*1\r\n$4\r\nPING\r\n',
      '\x00\x00\x00\x04\x03\x00\x00\x00',
      'GET /healthz\r\n',
      'GET /healthz\r\n\r\n',
      '\x80\x2e\x01\x03\x01',
      'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n',
    ]) + random.bytes(random.whole(40)),
  'flipped bytes': (random, context) => {
    const characters = [...written(ordinary(random, context))]
    for (let times = random.between(1, 4); times > 0; times -= 1) {
      characters[random.whole(characters.length)] = random.pick([
        random.bytes(1),
        '\r',
        '\n',
        ' ',
        '\x00',
        ':',
        '%',
        '/',
      ])
    }
    return characters.join('')
  },
  'cut and spliced': (random, context) => {
    const first = written(ordinary(random, context))
    const second = written(ordinary(random, context))
    const from = random.whole(first.length)
    const to = random.whole(second.length)
    return random.chance(0.5)
      ? first.slice(0, from) + second.slice(to)
      : first.slice(0, from) + first.slice(Math.max(0, from - random.whole(80)))
  },
}
