import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pinned } from '../bench/machine.mjs'
import { describeProviders } from '../bench/providers.mjs'
import { startServer } from '../fuzz/server.mjs'

const script = fileURLToPath(new URL('./crowd-client.mjs', import.meta.url))
const collector = fileURLToPath(new URL('./collect-on-signal.cjs', import.meta.url))
/** A crowd's sockets are gone, and its garbage is collected, some time after it has left. */
const leaveMs = 2_000
const collectMs = 1_000
/** On a busy machine the first one may not be over, or its memory not given back, when it is measured. What is kept stays after all. */
const collections = 4
/** Beside the connections: files, pipes and the ordinary client. */
const spareFiles = 200

/** Processes that hold connections together, each from a loopback address of its own. */
export function startCrowd({ core, server, count, kind, intervalMs, processes }) {
  checkFiles(server.pid, count)
  const children = Array.from({ length: processes }, (_, i) => {
    const [command, ...args] = pinned(core, [process.execPath, script])
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const share = Math.floor(count / processes) + (i < count % processes ? 1 : 0)
    return { child, share, address: `127.0.0.${i + 2}` }
  })
  let lastId = 0

  function ask({ child, share, address }, action) {
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      const onExit = (code) => reject(new Error(`a process of the crowd ended with code ${code}`))
      child.once('exit', onExit)
      const onMessage = (message) => {
        if (message.id !== id) return
        child.off('message', onMessage)
        child.off('exit', onExit)
        resolve(message.result)
      }
      child.on('message', onMessage)
      child.send({ id, action, port: server.port, count: share, kind, intervalMs, address })
    })
  }

  /** The sum over all processes of what they count. */
  async function all(action) {
    const results = await Promise.all(children.map((member) => ask(member, action)))
    const sum = {}
    for (const result of results)
      for (const [name, value] of Object.entries(result)) sum[name] = (sum[name] ?? 0) + value
    return sum
  }

  return {
    /** @returns {Promise<{ opened: number, failed: number }>} */
    open: () => all('open'),
    /** @returns {Promise<{ opened: number, failed: number, open: number, endedByServer: number, refusedInTime: number }>} */
    state: () => all('state'),
    close: () => all('close'),
    stop() {
      for (const { child } of children) child.disconnect()
    },
  }
}

/** node raises the soft limit of open files to the hard one; more than that is the machine's. */
function checkFiles(pid, count) {
  const limit = /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]
  if (limit !== undefined && Number(limit) < count + spareFiles) {
    throw new Error(`the server may open ${limit} files, and ${count + spareFiles} are needed: raise ulimit -n`)
  }
}

/** How long an ordinary client waits for pages while something else goes on. */
export async function timedOrdinary(load, server, pages, work) {
  const probe = load.probe(server, pages, { intervalMs: 5, connections: 16 })
  await work()
  return probe.stop()
}

/** Pages of the providers that have pages. */
export async function ordinaryPages(server) {
  const providers = await describeProviders(server, undefined)
  return providers.filter(({ isPaginated }) => isPaginated).map(({ path, headers }) => ({ path, headers }))
}

/** A server that can be told to collect its garbage, so that what is still there is what it keeps. */
export function startCollectable(core, { nodeArgs = [], args = [] } = {}) {
  return startServer({ core, args, nodeArgs: ['--expose-gc', '--require', collector, ...nodeArgs] })
}

/** Resident bytes without garbage, once a crowd has left. */
export async function collectedBytes(server) {
  await sleep(leaveMs)
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < collections; i += 1) {
    server.signal('SIGUSR2')
    await sleep(collectMs)
    least = Math.min(least, server.residentBytes())
  }
  return least
}
