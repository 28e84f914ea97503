import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeProviders } from '../../bench/providers.mjs'
import { mebibytes, milliseconds, whole } from '../../bench/report.mjs'
import { ordinaryPages, startCollectable, timedOrdinary } from '../crowd.mjs'

const heapMiB = 192
const attackMs = 30_000
const mostMedianMs = 10
const mostP99Ms = 100
const mostMore = 1.1
const collectMs = 3_000
/** A client that pipelines and goes is noticed by the second answer that is due: its end waits behind what is not read yet, and the
 * first answer only brings the reset. */
const delaySeconds = 10
/** More tenants than a provider's cache of datasets holds. */
const cachedTenants = 400

/** Each attack: what one connection sends, how many there are at a time, how often each is made anew, and whether it reads. */
const attacks = ({ many, long, nirvana }, random) => ({
  'pipelined large bodies, unread': { connections: 20, everyMs: 5_000, reads: false, send: () => many().repeat(30) },
  'large bodies of distinct tenants, unread': {
    connections: 20,
    everyMs: 5_000,
    reads: false,
    send: () => many(`count-10000_seed-${random(1_000_000)}`),
  },
  'pipelined delays': {
    connections: 10,
    everyMs: 5_000,
    reads: true,
    noticedMs: 2 * delaySeconds * 1_000,
    send: () => nirvana(`Prefer: delay=${delaySeconds}\r\n`).repeat(5_000),
  },
  'sorts of ten million rows': { connections: 5, everyMs: 500, reads: true, send: () => long('count-10000000') },
  'abandoned sorts of a million rows': {
    connections: 10,
    everyMs: 500,
    reads: true,
    send: () => long(`count-1000000_seed-${random(1_000_000)}`),
  },
})

/** Clients that ask for as much work as they can, each kind for 30 s against a server with a small heap. */
export async function attacksSection({ settings, cores, load, log }) {
  const rows = []
  const laws = []
  const random = seeded(settings.seed)
  const names = Object.keys(attacks({}, random))
  for (const name of names) {
    const server = await startCollectable(cores?.server, {
      nodeArgs: [`--max-old-space-size=${heapMiB}`],
      // It keeps what ordinary clients send, up to its bound, and would hide what an attack leaves.
      args: ['--no-journal', '--admin-open'],
    })
    try {
      const asked = await questions(server)
      const attack = attacks(asked, random)[name]
      const pages = await ordinaryPages(server)
      log(name)
      // Tenants that see other data, then one round, ordinary client included, fill what the server keeps on purpose: its caches are
      // bounded, and not what is looked for.
      await fillCaches(server, asked)
      await timedOrdinary(load, server, pages, () => during(server, attack, 8_000))
      const before = await keptBytes(server, attack)
      const probe = await timedOrdinary(load, server, pages, () => during(server, attack, attackMs))
      const after = server.death === undefined ? await keptBytes(server, attack) : 0
      rows.push([
        name,
        `${attack.connections} every ${attack.everyMs} ms`,
        milliseconds(probe.p50),
        milliseconds(probe.p99),
        mebibytes(before),
        mebibytes(after),
        server.death ?? 'lives',
      ])
      laws.push([`${name}: the process lives`, server.death ?? 'yes', server.death === undefined])
      laws.push([
        `${name}: an ordinary client's median and p99, ms (at most ${mostMedianMs} and ${mostP99Ms})`,
        `${milliseconds(probe.p50)}, ${milliseconds(probe.p99)}`,
        probe.p50 <= mostMedianMs && probe.p99 <= mostP99Ms,
      ])
      laws.push([
        `${name}: heap and external memory afterwards, ÷ before (at most ${mostMore})`,
        (after / before).toFixed(2),
        after <= mostMore * before,
      ])
    } finally {
      await server.stop()
    }
  }
  return {
    tables: [
      {
        title: `Attacks of ${whole(attackMs / 1_000)} s each, heap of ${heapMiB} MiB, --seed ${settings.seed}`,
        columns: ['attack', 'connections', 'ordinary median ms', 'p99 ms', 'kept before MiB', 'after MiB', 'process'],
        rows,
      },
    ],
    laws,
  }
}

/** What the attacks ask for, as text; each takes the name of a tenant. */
async function questions(server) {
  const providers = await describeProviders(server, undefined)
  const { path: cekura } = providers.find(({ id }) => id === 'cekura')
  const { path: cloudflare } = providers.find(({ id }) => id === 'cloudflare')
  const { path: nirvana, headers } = providers.find(({ id }) => id === 'nirvana')
  const head = (path, lines) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n`
  const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return {
    many: (tenant = 'many') => head(cekura.split('?')[0], `X-CEKURA-API-KEY: ${`test_${tenant}_`.padEnd(64, '0')}\r\n`),
    long: (tenant) =>
      head(
        `${cloudflare.split('?')[0]}?order=name`,
        `X-Auth-Email: ${tenant}@orgmock.test\r\nX-Auth-Key: ${'7e57'.padEnd(37, '0')}\r\n`,
      ),
    nirvana: (more) => head(nirvana, given.join('') + more),
  }
}

async function during(server, { connections, everyMs, reads, send }, milliseconds) {
  let isOver = false
  const open = new Set()
  const one = async () => {
    while (!isOver && server.death === undefined) {
      const socket = net.connect(server.port, '127.0.0.1').on('error', () => undefined)
      open.add(socket)
      if (reads) socket.resume()
      socket.write(send())
      await Promise.race([sleep(everyMs), sleep(milliseconds)])
      socket.destroy()
      open.delete(socket)
    }
  }
  const all = Array.from({ length: connections }, one)
  await sleep(milliseconds)
  isOver = true
  for (const socket of open) socket.destroy()
  await Promise.all(all)
}

async function fillCaches(server, { many }) {
  const socket = net.connect(server.port, '127.0.0.1').resume()
  for (let i = 0; i < cachedTenants; i += 1) socket.write(many(`count-1_seed-${2_000_000 + i}`))
  await sleep(collectMs)
  socket.destroy()
}

/** Bytes of the heap and outside of it, after a collection, when no client of an attack is there any more. */
async function keptBytes(server, { noticedMs = 0 }) {
  await sleep(noticedMs + collectMs)
  server.signal('SIGUSR2')
  await sleep(1_000)
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const value = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes')
}

/** Whole numbers below a bound, the same ones for the same seed (mulberry32). */
function seeded(seed) {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
