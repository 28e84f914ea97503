import http from 'node:http'
import { ratio, whole } from '../report.mjs'
import { median, medianRatio } from '../statistics.mjs'
import { targets, verdict } from '../targets.mjs'

/**
 * What checking costs: `orgmock check` for all four providers against a running mock, beside the same requests sent by bare fetch, one
 * after another and unchecked, in turn. And what a walk over 100,000 organizations keeps in memory.
 */
export async function contract({ settings, start, log }) {
  const { runContracts } = await import('../../../dist/src/compose/index.js')
  const mock = await start.mock()
  const requests = await recorded(mock.url, (target) => runContracts({ target }))
  const times = { check: [], fetch: [] }
  for (let round = 0; round < settings.contract.rounds; round += 1) {
    log(`round ${round + 1} of ${settings.contract.rounds}`)
    times.check.push(await timed(() => runContracts({ target: mock.url })))
    times.fetch.push(await timed(() => replay(mock.url, requests)))
  }
  log('each provider by itself')
  const judged = await bodiesOf(runContracts, mock.url, settings.contract.rounds)
  await mock.stop()
  const walk = await longWalk(runContracts, start, settings.contract.walked, log)
  const toFetch = medianRatio(times.check, times.fetch)
  return {
    figures: { times, requests: requests.length, judged, walk },
    tables: [
      {
        title: 'Checking the contract',
        notes: [
          `${requests.length} requests for four providers; medians of ${settings.contract.rounds} rounds in one process, code hot after the first.`,
          `Target: at most ${targets.checkRatio} times bare fetch.`,
        ],
        columns: ['', 'ms', 'requests/s', '÷ fetch', 'target'],
        rows: [
          [
            'bare fetch',
            whole(median(times.fetch)),
            whole((1_000 * requests.length) / median(times.fetch)),
            '1.00',
            '',
          ],
          [
            'orgmock check',
            whole(median(times.check)),
            whole((1_000 * requests.length) / median(times.check)),
            ratio(toFetch),
            verdict(toFetch <= targets.checkRatio),
          ],
        ],
      },
      {
        title: 'Bodies judged, each provider by itself',
        notes: ['By every check, with sending and receiving; medians, code hot.'],
        columns: ['provider', 'bodies', 'KB each', 'ms', 'bodies/s'],
        rows: judged.map(({ provider, bodies, bytes, ms }) => [
          provider,
          whole(bodies),
          (bytes / bodies / 1_000).toFixed(1),
          whole(ms),
          whole((1_000 * bodies) / ms),
        ]),
      },
      {
        title: `A walk over ${settings.contract.walked.toLocaleString('en')} organizations, judged as it streams`,
        notes: [
          `Heap after a collection, every 500 requests, beside that after 20. Target: ${targets.walkBytes} bytes an organization and two pages.`,
        ],
        columns: ['provider', 'requests', 'ms', 'bodies/s', 'bytes kept an organization', 'target'],
        rows: walk.map(({ provider, requests: made, ms, bytes }) => [
          provider,
          whole(made),
          whole(ms),
          whole((1_000 * made) / ms),
          whole(bytes),
          verdict(bytes <= targets.walkBytes),
        ]),
      },
    ],
  }
}

/** Every request that a run sends, caught by a proxy on its way. */
async function recorded(origin, run) {
  const requests = []
  const proxy = http.createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const sent = { method: request.method, target: request.url, headers: request.headers, body, bytes: 0 }
      requests.push(sent)
      const { hostname, port } = new URL(origin)
      const onward = http.request(
        { hostname, port, method: request.method, path: request.url, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode, answer.rawHeaders)
          answer.on('data', (chunk) => {
            sent.bytes += chunk.length
          })
          answer.pipe(response)
        },
      )
      onward.end(body)
    })
  })
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  await run(`http://127.0.0.1:${proxy.address().port}`)
  proxy.closeAllConnections()
  proxy.close()
  return requests.filter(({ target }) => !target.startsWith('/__admin'))
}

async function replay(origin, requests) {
  for (const { method, target, headers, body } of requests) {
    const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers
    const mayHaveBody = method !== 'GET' && method !== 'HEAD' && body.length > 0
    const response = await fetch(origin + target, {
      method,
      headers: kept,
      redirect: 'manual',
      ...(mayHaveBody ? { body } : {}),
    })
    await response.arrayBuffer()
  }
}

/** How many bodies of each provider are judged, how large they are and how long it takes. */
async function bodiesOf(runContracts, target, rounds) {
  const ids = (await (await fetch(`${target}/__admin/providers`)).json()).map(({ id }) => id)
  const rows = []
  for (const id of ids) {
    const times = []
    let bodies = 0
    for (let round = 0; round < rounds; round += 1) {
      times.push(
        await timed(async () => {
          const { conformance } = (await runContracts({ target, providers: [id] })).providers[0]
          const underErrata = Object.values(conformance.underErrata).reduce((sum, count) => sum + count, 0)
          bodies = conformance.conforms + underErrata + conformance.violates
        }),
      )
    }
    const sent = await recorded(target, (proxy) => runContracts({ target: proxy, providers: [id] }))
    const bytes = sent.reduce((sum, request) => sum + request.bytes, 0)
    rows.push({ provider: id, bodies, bytes, ms: median(times) })
  }
  return rows
}

/** One law, the walk, over a long list of each paginated provider. */
async function longWalk(runContracts, start, count, log) {
  const mock = await start.mock(count)
  const rows = []
  for (const provider of ['cloudflare', 'cradl', 'nirvana']) {
    log(`walking ${provider}`)
    let requests = 0
    let first = 0
    let peak = 0
    const from = performance.now()
    await runContracts({
      target: mock.url,
      providers: [provider],
      laws: ['pagination/walk'],
      onExchange() {
        requests += 1
        if (requests === 20) first = heap()
        if (requests % 500 === 0) peak = Math.max(peak, heap())
      },
    })
    const ms = performance.now() - from
    rows.push({ provider, requests, ms, bytes: Math.max(0, peak - first) / count })
  }
  await mock.stop()
  return rows
}

function heap() {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

async function timed(work) {
  const from = performance.now()
  await work()
  return performance.now() - from
}
