// Answers as a strict client reads them.

const statusLine = /^HTTP\/1\.1 ([1-5]\d\d) [\x20-\x7e]*$/
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+): ([\x20-\x7e\x80-\xff\t]*)$/

/**
 * @typedef {{ status: number, headers: Map<string, string>, body: string, closes: boolean }} Answer
 * @typedef {{ answers: Answer[], interim: number, rest: string, problem?: string }} Reading `rest` is what stands behind the last whole
 *   answer; a `problem` says where the bytes are no HTTP
 */

/**
 * @param {Buffer} bytes
 * @param {readonly string[]} methods what was asked, in turn; an answer to HEAD has no body
 * @returns {Reading}
 */
export function readAnswers(bytes, methods) {
  const text = bytes.toString('latin1')
  const reading = { answers: [], interim: 0, rest: '' }
  let at = 0
  while (at < text.length) {
    const headEnd = text.indexOf('\r\n\r\n', at)
    if (headEnd === -1) return { ...reading, rest: text.slice(at) }
    const head = readHead(text.slice(at, headEnd))
    if (typeof head === 'string') return { ...reading, rest: text.slice(at), problem: head }
    const start = headEnd + 4
    if (head.status < 200) {
      reading.interim += 1
      at = start
      continue
    }
    const method = methods[reading.answers.length]
    const found = isStreamed(head) ? streamedBody(head, text, start, method) : sizedBody(head, text, start, method)
    if (typeof found === 'string') return { ...reading, rest: text.slice(at), problem: found }
    if (found === undefined) return { ...reading, rest: text.slice(at) }
    reading.answers.push({ ...head, body: found.body })
    at = found.end
  }
  return reading
}

function readHead(text) {
  const [first, ...lines] = text.split('\r\n')
  const status = Number(statusLine.exec(first)?.[1])
  if (Number.isNaN(status)) return `no status line: ${JSON.stringify(first.slice(0, 100))}`
  const headers = new Map()
  for (const line of lines) {
    const field = headerLine.exec(line)
    if (field === null) return `no header line: ${JSON.stringify(line.slice(0, 100))}`
    const name = field[1].toLowerCase()
    if (headers.has(name) && name !== 'set-cookie' && name !== 'vary') return `${name} stands twice`
    if (/^x-(injected|hidden)$/.test(name)) return `a client put ${name} into the answer`
    headers.set(name, field[2])
  }
  return { status, headers, closes: /(^|[, ])close($|[, ])/i.test(headers.get('connection') ?? '') }
}

/** The admin API writes long lists as it reads them; no provider's answer looks so. */
function isStreamed({ headers }) {
  return (
    !headers.has('content-length') &&
    /^application\/(json; charset=utf-8|x-ndjson)/.test(headers.get('content-type') ?? '')
  )
}

/** A body in chunks (RFC 9112, 7.1); undefined while some of it is missing. */
function streamedBody({ headers }, text, start, method) {
  if (method === 'HEAD') return { body: '', end: start }
  if (headers.get('transfer-encoding') !== 'chunked') return 'an answer without a length, and not in chunks'
  let body = ''
  for (let at = start; ; ) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const line = text.slice(at, lineEnd)
    if (!/^[0-9a-f]{1,8}$/i.test(line)) return `no size of a chunk: ${JSON.stringify(line.slice(0, 100))}`
    const size = Number.parseInt(line, 16)
    const end = lineEnd + 2 + size
    if (text.length < end + 2) return undefined
    if (text.slice(end, end + 2) !== '\r\n') return 'a chunk does not end where it should'
    if (size === 0) return { body, end: end + 2 }
    body += text.slice(lineEnd + 2, end)
    at = end + 2
  }
}

function sizedBody(head, text, start, method) {
  const length = bodyLength(head, text, start, method)
  if (typeof length === 'string') return length
  const end = start + length
  return end > text.length ? undefined : { body: text.slice(start, end), end }
}

function bodyLength({ status, headers, closes }, text, start, method) {
  const length = headers.get('content-length')
  if (headers.has('transfer-encoding')) return 'an answer in chunks, where every length is known'
  if (status === 204 || status === 304)
    return length === undefined || length === '0' || status === 304 ? 0 : 'a length beside 204'
  if (length === undefined || !/^\d+$/.test(length)) return `Content-Length is ${length}`
  if (method !== 'HEAD') return Number(length)
  // Whoever refuses what is no request cannot know that it was a HEAD; the connection ends behind it.
  return closes && start < text.length && !text.startsWith('HTTP/1.1 ', start) ? Number(length) : 0
}

/** What RFC 9110 has for methods and versions that nobody knows; any other status above 499 is a failure of the server's own. */
export function isOfHttp(status) {
  return status === 501 || status === 505
}

/** What is wrong with an answer by itself. */
export function problemOf({ status, headers, body }, isAnyStatusAskedFor) {
  if (status >= 500 && !isOfHttp(status) && !isAnyStatusAskedFor) return `status ${status}`
  if (body !== '' && /^application\/json/.test(headers.get('content-type') ?? '')) {
    try {
      JSON.parse(Buffer.from(body, 'latin1').toString())
    } catch {
      return isAnyStatusAskedFor ? undefined : 'the body is no JSON'
    }
  }
  if (/<pre>|^\s+at .*:\d+:\d+|node:internal/m.test(body)) return 'the body shows the inside of the server'
  return undefined
}
