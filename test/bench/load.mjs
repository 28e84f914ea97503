import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pinned } from './machine.mjs'

const script = fileURLToPath(new URL('./load-generator.mjs', import.meta.url))

/**
 * @typedef {{ answers: number, perSecond: number, p50: number, p99: number, elapsedMs: number, busyShare: number,
 *   times?: number[] }} LoadResult times in ms
 * @typedef {{ answers: number, p50: number, p99: number, worst: number, ownLateMs: number }} ProbeResult times in ms
 */

/** Starts the load generator on its core. It runs on the Node of this process, whichever the servers run on. */
export function startLoad(core) {
  const [command, ...args] = pinned(core, [process.execPath, script])
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  const waiting = new Map()
  let lastId = 0

  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) resolve(result)
    else reject(new Error(error))
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the load generator ended with code ${code}`))
  })

  function send(job) {
    lastId += 1
    const id = lastId
    child.send({ id, ...job })
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }

  return {
    /**
     * Asks a server for a time, going through the pages again and again.
     * @returns {Promise<LoadResult>}
     */
    during: (durationMs, server, pages, connections) =>
      send({ kind: 'load', ...requestsTo(server, pages), connections, durationMs }),
    /**
     * Asks a server for each page once.
     * @returns {Promise<LoadResult>}
     */
    once: (server, pages, connections, { withTimes = false } = {}) =>
      send({ kind: 'load', ...requestsTo(server, pages), connections, withTimes }),
    /** Asks a server every few ms until `stop` is called, which resolves with a ProbeResult. */
    probe(server, pages, { intervalMs = 4, connections = 64 } = {}) {
      const result = send({ kind: 'probe', ...requestsTo(server, pages), intervalMs, connections })
      result.catch(() => undefined)
      return {
        /** @returns {Promise<ProbeResult>} */
        stop() {
          child.send({ kind: 'stop-probe' })
          return result
        },
      }
    },
    stop: () => child.disconnect(),
  }
}

/** Requests as they go on the wire. A page whose length is not known is only checked to be whole. */
function requestsTo({ port }, pages) {
  const requests = pages.map(({ path, headers }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join('')}\r\n`
  })
  return { port, requests, lengths: pages.map(({ length }) => length) }
}
