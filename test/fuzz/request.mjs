/**
 * One request before anything is wrong with it. All text is Latin-1: one character, one byte.
 * @typedef {{ method: string, target: string, version: string, headers: [string, string][], body: string }} Parts
 */

/** An ordinary request to one of the providers, by its Host or by its prefix, with or without credentials. @returns {Parts} */
export function ordinary(random, context) {
  if (random.chance(0.12)) return tokenRequest(random, context)
  if (random.chance(0.06)) return parts({ target: random.pick(['/healthz', '/readyz', '/__admin/providers']) })
  const operation = random.pick(context.operations)
  const byHost = random.chance(0.4)
  return parts({
    target: `${byHost ? '' : `/${operation.host}`}${operation.path}${random.chance(0.5) ? query(random, operation) : ''}`,
    host: byHost ? operation.host : 'localhost',
    headers: random.chance(0.8) ? operation.headers : [],
  })
}

/** @returns {Parts} */
export function tokenRequest(random, { token }) {
  const byHost = random.chance(0.4)
  return parts({
    method: 'POST',
    target: `${byHost ? '' : `/${token.host}`}${token.path}`,
    host: byHost ? token.host : 'localhost',
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Content-Length', String(token.form.length)],
    ],
    body: token.form,
  })
}

/** @returns {Parts} */
export function parts({
  method = 'GET',
  target = '/healthz',
  version = 'HTTP/1.1',
  host = 'localhost',
  headers = [],
  body = '',
}) {
  return { method, target, version, headers: [['Host', host], ...headers], body }
}

/** A request that may carry a body anywhere: a POST, most often where a body is read. @returns {Parts} */
export function withoutBody(random, context) {
  const request = random.chance(0.5)
    ? tokenRequest(random, context)
    : { ...ordinary(random, context), method: random.chance(0.8) ? 'POST' : 'GET' }
  return {
    ...request,
    headers: request.headers.filter(([name]) => name !== 'Content-Length'),
    body: '',
  }
}

/** @param {Parts} request @param {string} eol */
export function written({ method, target, version, headers, body }, eol = '\r\n') {
  const lines = headers.map(([name, value]) => `${name}: ${value}${eol}`)
  return `${method} ${target} ${version}${eol}${lines.join('')}${eol}${body}`
}

/** A body as chunks of random sizes. */
export function chunked(random, body, { extension = () => '', trailer = '' } = {}) {
  let text = ''
  for (let at = 0; at < body.length; ) {
    const size = Math.min(random.between(1, 200), body.length - at)
    text += `${size.toString(16)}${extension()}\r\n${body.slice(at, at + size)}\r\n`
    at += size
  }
  return `${text}0${extension()}\r\n${trailer}\r\n`
}

/** What an attacker would hide behind another request. */
export function hidden(random, context) {
  return random.chance(0.5)
    ? 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Hidden: 1\r\n\r\n'
    : written(ordinary(random, context))
}

export function insertHeaders(request, ...added) {
  return { ...request, headers: [...request.headers, ...added] }
}

function query(random, { parameters, provider }) {
  const name = random.pick(parameters)
  const value = random.pick(values[provider] ?? ['1'])
  return `?${name}=${value}`
}

const values = {
  cekura: ['1', '50', 'json'],
  cloudflare: ['1', '5', '50', '51', 'desc', 'name', 'any', 'Smith', 'member'],
  cradl: ['1', '100', '101', 'abc'],
  nirvana: ['1', '100', '101', 'abc', 'name'],
}
