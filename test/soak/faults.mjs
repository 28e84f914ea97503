import net from 'node:net'

/**
 * Every way in which a request can ask to be answered wrongly, and what its client sees when the server does so.
 * @typedef {{ status?: number, headers: string, body: string, length?: number, end: 'whole' | 'closed' | 'reset' | 'late', ms: number }} Seen
 */

const isShort = ({ status, body, length }) => status !== undefined && length !== undefined && body.length < length
const isWhole = ({ end }) => end === 'whole'

/** @type {Record<string, { sees: string, isHonoured: (seen: Seen, usual: { status: number, body: string }) => boolean }>} */
export const faults = {
  'fault=slow-headers': {
    sees: 'a late answer',
    isHonoured: (seen, usual) => isUsual(seen, usual) && (isApplied(seen) || seen.ms > slowMs),
  },
  'fault=slow-body': {
    sees: 'a late body',
    isHonoured: (seen, usual) => isUsual(seen, usual) && (isApplied(seen) || seen.ms > slowMs),
  },
  'fault=connection-reset': {
    sees: 'a break before the answer',
    isHonoured: ({ status, end }) => status === undefined && end !== 'late',
  },
  'fault=connection-reset-in-body': {
    sees: 'a break in the body',
    isHonoured: (seen) => isShort(seen) && seen.end !== 'late',
  },
  'fault=truncated-body': { sees: 'an end in the body', isHonoured: (seen) => isShort(seen) && seen.end !== 'late' },
  'fault=malformed-json': {
    sees: 'no JSON',
    isHonoured: (seen) => isWhole(seen) && seen.body !== '' && !isJson(seen.body),
  },
  'fault=bad-gateway': { sees: '502', isHonoured: (seen) => isWhole(seen) && seen.status === 502 },
  'fault=empty-body': { sees: 'no body', isHonoured: (seen) => isWhole(seen) && seen.body === '' },
  'delay=0.05': {
    sees: 'a late answer',
    isHonoured: (seen, usual) => isUsual(seen, usual) && isApplied(seen),
  },
  'code=429': { sees: '429', isHonoured: (seen) => isWhole(seen) && seen.status === 429 },
}

/** No ordinary answer takes so long. */
const slowMs = 1_000
const lateMs = 20_000

/** `honoured`, `served` as if nothing had been asked, or what else came. */
export function outcomeOf(preference, seen, usual) {
  if (faults[preference].isHonoured(seen, usual)) return 'honoured'
  if (isUsual(seen, usual)) return 'served'
  return `${seen.status ?? 'no status'}, ${seen.body.length} of ${seen.length ?? 'unknown'} bytes, ${seen.end}`
}

function isUsual(seen, usual) {
  return isWhole(seen) && seen.status === usual.status && seen.body === usual.body
}

function isApplied({ headers }) {
  return /^preference-applied:/im.test(headers)
}

function isJson(text) {
  try {
    JSON.parse(Buffer.from(text, 'latin1').toString())
    return true
  } catch {
    return false
  }
}

/** Sends one request over a connection of its own. @returns {Promise<Seen>} */
export function seeFault(port, request) {
  return new Promise((resolve) => {
    const startedAt = performance.now()
    const chunks = []
    let end = 'closed'
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true })
    const late = setTimeout(() => {
      end = 'late'
      socket.destroy()
    }, lateMs)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      const { length, body } = read(chunks)
      if (length !== undefined && body.length >= length) {
        end = 'whole'
        socket.destroy()
      }
    })
    socket.on('error', () => {
      end = 'reset'
    })
    socket.on('close', () => {
      clearTimeout(late)
      resolve({ ...read(chunks), end, ms: performance.now() - startedAt })
    })
    socket.write(request, 'latin1')
  })
}

function read(chunks) {
  const text = Buffer.concat(chunks).toString('latin1')
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return { headers: text, body: '' }
  const headers = text.slice(0, headEnd)
  const length = /^content-length: *(\d+)/im.exec(headers)?.[1]
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1]),
    headers,
    body: text.slice(headEnd + 4),
    ...(length === undefined ? {} : { length: Number(length) }),
  }
}
