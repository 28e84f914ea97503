// A child process on a core of its own that sends requests and times the answers. It speaks just enough HTTP/1.1 to keep a connection
// alive and to know where an answer ends, so that a server, and not this, is what limits the rate. See load.mjs for the other end.
import net from 'node:net'
import { percentile } from './statistics.mjs'

/** Status line and headers of every server here are shorter. */
const longestHead = 4_096
const readBufferBytes = 64 * 1024

process.on('message', async ({ id, kind, ...job }) => {
  if (kind === 'stop-probe') {
    stopProbe?.()
    return
  }
  try {
    process.send({ id, result: await (kind === 'probe' ? probe(job) : load(job)) })
  } catch (error) {
    process.send({ id, error: error.message })
  }
})
process.on('disconnect', () => process.exit(0))

let stopProbe

/**
 * Keeps `connections` requests in flight, for a time or until each request was sent once. Resolves with the rate of answers, their
 * times in ms, and how busy this process was.
 */
async function load({ port, requests, lengths, connections, durationMs, withTimes }) {
  const isTimed = durationMs !== undefined
  const total = isTimed ? Number.POSITIVE_INFINITY : requests.length
  const clients = await Promise.all(Array.from({ length: Math.min(connections, total) }, () => connect(port)))
  const times = []
  let sent = 0
  let inTime = 0
  let lastAt = 0

  const busyBefore = process.cpuUsage()
  const startedAt = performance.now()
  const endsAt = isTimed ? startedAt + durationMs : Number.POSITIVE_INFINITY
  await Promise.all(
    clients.map(
      (client) =>
        new Promise((resolve, reject) => {
          client.onError = reject
          function next() {
            if (sent >= total) {
              resolve()
              return
            }
            const index = sent % requests.length
            sent += 1
            const sentAt = performance.now()
            client.ask(requests[index], lengths?.[index], () => {
              const now = performance.now()
              times.push(now - sentAt)
              if (now > endsAt) {
                resolve()
                return
              }
              inTime += 1
              lastAt = now
              next()
            })
          }
          next()
        }),
    ),
  )
  const busy = process.cpuUsage(busyBefore)
  const endedAt = performance.now()
  for (const client of clients) client.close()

  const ascending = Float64Array.from(times).sort()
  return {
    answers: times.length,
    perSecond: (inTime * 1_000) / ((isTimed ? endsAt : lastAt) - startedAt),
    p50: percentile(ascending, 0.5),
    p99: percentile(ascending, 0.99),
    elapsedMs: endedAt - startedAt,
    busyShare: (busy.user + busy.system) / 1_000 / (endedAt - startedAt),
    ...(withTimes ? { times } : {}),
  }
}

/**
 * Sends a request every few ms whether or not the earlier ones were answered, until told to stop; so that a server which stands still is
 * seen standing still. Resolves with the worst times in ms.
 */
async function probe({ port, requests, intervalMs, connections }) {
  const idle = await Promise.all(Array.from({ length: connections }, () => connect(port)))
  const clients = [...idle]
  const times = []
  let sent = 0
  let ownLateMs = 0

  return new Promise((resolve, reject) => {
    for (const client of clients) client.onError = reject
    let dueAt = performance.now() + intervalMs
    const timer = setInterval(() => {
      const now = performance.now()
      ownLateMs = Math.max(ownLateMs, now - dueAt)
      dueAt = now + intervalMs
      // All are waiting: the server is late already, and the longest of these waits tells how much.
      const client = idle.pop()
      if (client === undefined) return
      client.ask(requests[sent % requests.length], undefined, () => {
        times.push(performance.now() - now)
        idle.push(client)
      })
      sent += 1
    }, intervalMs)
    stopProbe = () => {
      clearInterval(timer)
      const drained = setInterval(() => {
        if (idle.length < clients.length) return
        clearInterval(drained)
        for (const client of clients) client.close()
        const ascending = Float64Array.from(times).sort()
        resolve({
          answers: times.length,
          p50: percentile(ascending, 0.5),
          p99: percentile(ascending, 0.99),
          worst: ascending.at(-1),
          ownLateMs,
        })
      }, 5)
    }
  })
}

/** A keep-alive connection that has at most one request on its way. Anything but a whole 200 is an error. */
function connect(port) {
  let text = ''
  let missing = 0
  let expected
  let onAnswer
  const client = {
    onError: (error) => {
      throw error
    },
    /** `length`: of the body, when it is known. */
    ask(request, length, done) {
      expected = length
      onAnswer = done
      socket.write(request, 'latin1')
    },
    close: () => socket.destroy(),
  }

  function receive(size, buffer) {
    if (missing > 0) {
      finish(size)
      return true
    }
    if (onAnswer === undefined) return fail('the server sent something that nobody asked for')
    // The head comes in one piece, or nearly always; what came before is kept for the other times.
    const before = text.length
    text += buffer.latin1Slice(0, Math.min(size, longestHead))
    const end = text.indexOf('\r\n\r\n')
    if (end === -1) return text.length >= longestHead ? fail('the answer has no end of headers') : true
    if (!text.startsWith('HTTP/1.1 200 ')) return fail(`the answer was ${text.slice(0, text.indexOf('\r\n'))}`)
    missing = contentLength(text, end)
    if (Number.isNaN(missing)) return fail('the answer has no Content-Length')
    if (expected !== undefined && missing !== expected)
      return fail(`the body has ${missing} bytes instead of ${expected}`)
    text = ''
    finish(size - (end + 4 - before))
    return true
  }

  function finish(size) {
    missing -= size
    if (missing < 0) fail('the body is longer than its Content-Length')
    else if (missing === 0) {
      const done = onAnswer
      onAnswer = undefined
      done()
    }
  }

  function fail(message) {
    socket.destroy()
    client.onError(new Error(message))
    return false
  }

  const socket = net.connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: { buffer: Buffer.allocUnsafe(readBufferBytes), callback: receive },
  })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(client))
    socket.once('error', (error) => {
      reject(error)
      client.onError(error)
    })
    socket.once('end', () => fail('the server closed the connection'))
  })
}

const lengthHeader = '\r\nContent-Length: '

function contentLength(text, end) {
  const at = text.indexOf(lengthHeader)
  if (at === -1) return Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1])
  const from = at + lengthHeader.length
  return Number(text.slice(from, Math.min(text.indexOf('\r\n', from), end)))
}
