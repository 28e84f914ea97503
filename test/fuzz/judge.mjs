// How many answers a stream of bytes may bring, read from RFC 9112 alone. It is strict where the RFC is: what a careful server must refuse
// is refused here, and everything behind it is nobody's request. Where the RFC leaves a choice, both choices fit.

/**
 * `least`: requests that are whole and beyond doubt; each must be answered. `most`: answers that may come at all.
 * `refusedFrom`: the answer with this number must be a refusal (4xx, 501, 505), and the last one.
 * `hostless`: numbers of requests that must be answered 400, for want of one Host (RFC 9112, 3.2).
 * `methods`: of the requests that were understood; the answers to HEAD have no body.
 * `why`: what ended the reading.
 * @typedef {{ least: number, most: number, refusedFrom?: number, hostless: number[], methods: string[], why: string }} Verdict
 */

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
const requestLine = new RegExp(`^(${token}) ([\\x21-\\x7e\\x80-\\xff]+) HTTP/(\\d)\\.(\\d)$`)
const looseRequestLine = /[\s\v\f]HTTP\/1\.\d[\s\v\f]*$/i
const plainText = /^[\t\x20-\x7e\x80-\xff]*$/
const chunkExtensions = new RegExp(`^(;[ \\t]*${token}(=(${token}|"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*"))?)+$`)
const headerLine = new RegExp(`^(${token}):(.*)$`, 's')
/** RFC 9112, 3.2; and whatever else a path may be made of. */
const targetForm = /^(\/|\*$|https?:\/\/[A-Za-z0-9])[A-Za-z0-9._~:/?[\]@!$&'()*+,;=%-]*$/i
/** The server's limit is 16 KiB; how it counts is its own business. */
const surelyShortHead = 15_500
const surelyLongHead = 20_000

/** @param {Buffer} bytes @returns {Verdict} */
export function judge(bytes) {
  const text = bytes.toString('latin1')
  const methods = []
  const hostless = []
  // Nobody must answer what stands behind a request that a server may refuse.
  let certain = 0
  let isCertain = true
  let at = 0
  const verdict = (more, why, isRefused = false) => ({
    least: certain,
    most: methods.length + more,
    ...(isRefused ? { refusedFrom: methods.length } : {}),
    hostless,
    methods,
    why,
  })

  while (true) {
    // "A server that is expecting to receive and parse a request-line SHOULD ignore at least one empty line" (RFC 9112, 2.2).
    while (text.startsWith('\r\n', at)) at += 2
    if (at >= text.length) return verdict(0, 'the end')
    const request = readRequest(text, at)
    switch (request.outcome) {
      case 'refused':
        return verdict(1, request.why, true)
      case 'partial':
        return verdict(1, request.why)
      case 'unclear':
        return verdict(requestLines(text.slice(at)) + 1, request.why)
      case 'broken body':
        // It may have been answered before its body was read.
        return verdict(1, request.why)
    }
    if (request.isDoubtful) isCertain = false
    if (request.isHostless) hostless.push(methods.length)
    methods.push(request.method)
    if (isCertain) certain += 1
    if (request.isHostless) isCertain = false
    if (request.isLast) return verdict(0, request.why)
    at = request.end
  }
}

/** Every request that anybody could see in this text has one of these. */
function requestLines(text) {
  return text.split(/HTTP\/1\./i).length - 1
}

function readRequest(text, start) {
  const headEnd = text.indexOf('\r\n\r\n', start)
  const head = headEnd === -1 ? text.slice(start) : text.slice(start, headEnd)
  // "A recipient MAY recognize a single LF as a line terminator" (RFC 9112, 2.2); a bare CR is refused or a space.
  if (/(^|[^\r])\n|\r(?!\n|$)/.test(head)) return { outcome: 'unclear', why: 'a bare CR or LF in the head' }
  if (head.length > surelyLongHead) return { outcome: 'refused', why: 'the head is too long' }
  if (headEnd === -1) return { outcome: 'partial', why: 'the head does not end' }

  const [first, ...lines] = head.split('\r\n')
  const line = requestLine.exec(first)
  if (line === null) return notARequestLine(first)
  const [, method, target, major, minor] = line
  if (major !== '1') return { outcome: 'refused', why: `HTTP/${major}` }

  const fields = readFields(lines)
  if (fields.outcome !== undefined) return fields
  const version = `${major}.${minor}`
  const values = (name) => fields.values.filter((field) => field.name === name).map(({ value }) => value)
  const hosts = values('host')
  const state = {
    method,
    // A server need not know every method and minor version.
    isDoubtful:
      fields.isDoubtful ||
      !targetForm.test(target) ||
      !knownMethods.has(method) ||
      Number(minor) > 1 ||
      /[\x80-\xff]/.test(first) ||
      head.length > surelyShortHead,
    isHostless: version === '1.1' && hosts.length !== 1,
    ...persistence(version, values('connection')),
  }
  if (version === '1.0' && hosts.length > 1) state.isDoubtful = true
  if (method === 'CONNECT') {
    return { ...state, isDoubtful: true, isLast: true, why: 'CONNECT', end: text.length }
  }
  return readBody(text, headEnd + 4, version, values, state)
}

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])

function notARequestLine(first) {
  // node's parser takes these for HTTP, and does not say so.
  if (/ (RTSP|ICE)\/\d\.\d$/.test(first)) return { outcome: 'unclear', why: 'another protocol that looks like HTTP' }
  // "Recipients of an invalid request-line SHOULD respond with either a 400"; they MAY instead parse it on white space, tolerantly.
  return looseRequestLine.test(first)
    ? { outcome: 'unclear', why: 'a request line with odd white space or characters' }
    : { outcome: 'refused', why: 'no request line' }
}

function readFields(lines) {
  const values = []
  let isDoubtful = false
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      // Folding is refused or replaced by spaces (RFC 9112, 5.2). What a folded length would be worth is anybody's guess.
      if (values.length === 0 || ['content-length', 'transfer-encoding'].includes(values.at(-1).name)) {
        return { outcome: 'unclear', why: 'a folded header that ends a message' }
      }
      values.at(-1).value += ` ${line.trim()}`
      isDoubtful = true
      continue
    }
    const field = headerLine.exec(line)
    if (field === null) {
      // "A server MUST reject, with a response status code of 400, any received request message that contains whitespace between a header
      // field name and colon" (RFC 9112, 5.1).
      if (new RegExp(`^${token}[ \\t]+:`).test(line) || !line.includes(':'))
        return { outcome: 'refused', why: 'no header line' }
      isDoubtful = true
      continue
    }
    const value = field[2].replace(/^[ \t]+|[ \t]+$/g, '')
    // White space, but parsers of one word overlook it and refuse the word.
    if (/\t/.test(field[2])) isDoubtful = true
    if (!plainText.test(value)) isDoubtful = true
    values.push({ name: field[1].toLowerCase(), value })
  }
  return { values, isDoubtful }
}

/** RFC 9112, 9.3. */
function persistence(version, connection) {
  const options = connection
    .join(',')
    .toLowerCase()
    .split(',')
    .map((option) => option.replace(/^[ \t]+|[ \t]+$/g, ''))
  if (options.includes('close')) return { isLast: true, why: 'Connection: close' }
  if (version === '1.0' && !options.includes('keep-alive')) return { isLast: true, why: 'HTTP/1.0' }
  return { isLast: false, why: '' }
}

/** RFC 9112, 6.3. */
function readBody(text, start, version, values, state) {
  const codings = values('transfer-encoding')
  const lengths = values('content-length')
  if (codings.length > 0) {
    if (lengths.length > 0) return { outcome: 'refused', why: 'Transfer-Encoding and Content-Length' }
    const list = codings
      .join(',')
      .toLowerCase()
      .split(',')
      .map((coding) => coding.replace(/^[ \t]+|[ \t]+$/g, ''))
      .filter((coding) => coding !== '')
    if (list.length === 0) return { outcome: 'unclear', why: 'an empty Transfer-Encoding' }
    if (list.at(-1) !== 'chunked') return { outcome: 'refused', why: 'Transfer-Encoding does not end in chunked' }
    // "MUST treat the message as if the framing is faulty … and close the connection after processing the message" (RFC 9112, 6.1).
    if (version === '1.0') return { outcome: 'partial', why: 'Transfer-Encoding in HTTP/1.0' }
    // Empty members and codings that nobody needs to know.
    if (list.length > 1 || codings.join(',').split(',').length > 1) state.isDoubtful = true
    return readChunks(text, start, state)
  }
  if (lengths.length === 0) return { ...state, end: start }
  const each = lengths
    .join(',')
    .split(',')
    .map((length) => length.replace(/^[ \t]+|[ \t]+$/g, ''))
  if (each.some((length) => !/^\d+$/.test(length)) || new Set(each.map(BigInt)).size > 1) {
    return { outcome: 'refused', why: 'Content-Length is no number, or more than one' }
  }
  // Repeated lengths are refused or taken once.
  if (each.length > 1 || each[0].length > 15) state.isDoubtful = true
  const end = start + Number(each[0])
  return end > text.length ? { outcome: 'partial', why: 'the body does not end' } : { ...state, end }
}

/** RFC 9112, 7.1. The leave to take a lone LF for a line's end is for start lines and fields only. */
function readChunks(text, start, state) {
  let at = start
  while (true) {
    const lineEnd = text.indexOf('\n', at)
    if (lineEnd === -1) return { outcome: 'partial', why: 'a chunk does not begin' }
    const line = text.slice(at, lineEnd)
    const size = /^([0-9A-Fa-f]+)([ \t]*)(;[^\r\n]*)?\r$/.exec(line)
    if (size === null) return { outcome: 'broken body', why: 'a chunk has no size' }
    if (size[1].replace(/^0+/, '').length > 13) return { outcome: 'broken body', why: 'a chunk is enormous' }
    // Spaces before an extension are bad, and to be parsed; others are nobody's. Extensions may be too long for a server's liking.
    if (size[2] !== '' || size[1].length > 8 || (size[3] ?? '').length > 1_000) state.isDoubtful = true
    if (size[3] !== undefined && !chunkExtensions.test(size[3])) state.isDoubtful = true
    at = lineEnd + 1
    const length = Number.parseInt(size[1], 16)
    if (length === 0) return readTrailers(text, at, state)
    const after = text.slice(at + length, at + length + 2)
    if (after.length > 0 && !'\r\n'.startsWith(after)) return { outcome: 'broken body', why: 'a chunk does not end' }
    if (after.length < 2) return { outcome: 'partial', why: 'a chunk does not end' }
    at += length + 2
  }
}

function readTrailers(text, start, state) {
  let at = start
  while (true) {
    const lineEnd = text.indexOf('\r\n', at)
    const line = lineEnd === -1 ? text.slice(at) : text.slice(at, lineEnd)
    if (/\n|\r./.test(line)) return { outcome: 'unclear', why: 'a bare CR or LF in a trailer' }
    if (lineEnd === -1) return { outcome: 'partial', why: 'the trailers do not end' }
    if (line === '') return { ...state, end: lineEnd + 2 }
    if (!headerLine.test(line)) return { outcome: 'broken body', why: 'no trailer line' }
    // Some fields must not stand there; a server drops or refuses them.
    state.isDoubtful = true
    at = lineEnd + 2
  }
}
