import net from 'node:net'
import { readAnswers } from './answers.mjs'
import { judge } from './judge.mjs'

/** Nothing came for so long: whoever still waits ends its side. */
const quietMs = 40
/** A whole request is waited for longer, because the machine may be busy. */
const patienceMs = 3_000
/** Up to here what came is counted chunk by chunk. */
const countedBytes = 200_000
/** A server that has been told that nothing more comes must be done by then. */
const lateMs = 10_000

/**
 * Sends a case over a connection of its own and hears it out.
 * @param {number} port
 * @param {import('./cases.mjs').Case} asked
 * @returns {Promise<{ bytes: Buffer, end: 'closed' | 'reset' | 'late' }>}
 */
export function talk(port, { bytes, pieces, ending }) {
  const { least, most, methods } = judge(bytes)
  return new Promise((resolve) => {
    const chunks = []
    let end = 'closed'
    let quiet
    let received = 0
    let isSent = false
    const startedAt = performance.now()
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true })
    const late = setTimeout(() => {
      end = 'late'
      socket.destroy()
    }, lateMs)

    const count = () => readAnswers(Buffer.concat(chunks), methods).answers.length
    function listenOn() {
      clearTimeout(quiet)
      if (!isSent || ending !== 'wait') return
      // Of what is long each byte would be read for every chunk: it is read when nothing more comes.
      if (received < countedBytes && count() >= most) socket.end()
      else {
        quiet = setTimeout(() => {
          if (count() < least && performance.now() - startedAt < patienceMs) listenOn()
          else socket.end()
        }, quietMs)
      }
    }
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      received += chunk.length
      listenOn()
    })
    socket.on('end', () => socket.end())
    socket.on('error', (error) => {
      if (error.code !== 'EPIPE') end = 'reset'
    })
    socket.on('close', () => {
      clearTimeout(late)
      clearTimeout(quiet)
      resolve({ bytes: Buffer.concat(chunks), end })
    })
    socket.once('connect', async () => {
      for (const [i, piece] of pieces.entries()) {
        if (socket.destroyed || socket.writableEnded) break
        socket.write(piece)
        // A turn of the loop hands the piece to the kernel by itself.
        if (i < pieces.length - 1) await new Promise((next) => setImmediate(next))
      }
      isSent = true
      if (ending === 'reset') socket.resetAndDestroy()
      else if (ending === 'finish') socket.end()
      else listenOn()
    })
  })
}
