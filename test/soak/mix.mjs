import { ask, askSuccessfully } from '../bench/client.mjs'
import { describeProviders, walk } from '../bench/providers.mjs'

/**
 * What the clients of the steady load ask, and what a fresh server answered to it. `body` is missing where it may differ each time.
 * @typedef {{ request: string, method: string, status: number, body?: string }} Question Latin-1 text
 * @typedef {{ name: string, weight: number, questions: Question[] }} Kind its questions are asked in turn: pages of a walk come in order
 */

const ownHost = 'orgmock.test'

/** @returns {Promise<Kind[]>} */
export async function kindsOf(server, count) {
  const providers = await describeProviders(server, undefined)
  const by = (id) => providers.find((provider) => provider.id === id)
  const asked = (kinds) =>
    Promise.all(kinds.map(async ([name, weight, all]) => ({ name, weight, questions: await questions(server, all) })))

  const cekura = by('cekura')
  const cloudflare = by('cloudflare')
  const cradl = by('cradl')
  const nirvana = by('nirvana')
  const get = (path, headers = {}) => ({ method: 'GET', path, headers })
  const cekuraAs = (account) => get(cekura.path, { 'X-CEKURA-API-KEY': cekura.accounts[account].credentials.apiKey })
  const form = (changes = {}) => ({
    method: 'POST',
    path: new URL(cradl.tokenUrl).pathname,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      audience: 'https://api.cradl.ai/v1',
      client_id: cradl.env.CRADL_CLIENT_ID,
      client_secret: cradl.env.CRADL_CLIENT_SECRET,
      ...changes,
    }).toString(),
  })

  return asked([
    ['cloudflare walk', 20, await pages(server, cloudflare, 20, count)],
    ['cradl walk', 16, await pages(server, cradl, 20, count)],
    ['nirvana walk', 16, await pages(server, nirvana, 20, count)],
    ['cekura list', 8, [cekuraAs('empty'), cekuraAs('one'), cekuraAs('one'), cekuraAs('page')]],
    ['cekura long list', 0.3, [get(cekura.path, cekura.headers)]],
    [
      'filters and orders',
      12,
      [
        'status=member',
        'status=invited&per_page=50',
        'order=name&direction=desc',
        'order=status',
        'name=nobody',
        'match=any&name=x&status=member',
        'page=999',
      ].map((query) => get(`${cloudflare.path}?${query}`, cloudflare.headers)),
    ],
    // A token tells when it was made.
    ['token', 6, [{ ...form(), varies: true }]],
    ['token refused', 2, [form({ client_secret: 'wrong' }), form({ grant_type: 'password' }), form({ audience: 'x' })]],
    [
      'credentials refused',
      6,
      [cekura, cloudflare, cradl, nirvana].flatMap(({ path, headers }) => [
        get(path),
        get(
          path,
          Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, /key|auth/i.test(name) ? `${value}x` : value]),
          ),
        ),
      ]),
    ],
    [
      'parameters refused',
      5,
      [
        get(`${cloudflare.path}?per_page=51`, cloudflare.headers),
        get(`${cloudflare.path}?page=0`, cloudflare.headers),
        get(`${cradl.path}?nextToken=abc`, cradl.headers),
        get(`${nirvana.path}?limit=101`, nirvana.headers),
        get(`${nirvana.path}?cursor=abc`, nirvana.headers),
      ],
    ],
    [
      'paths and methods refused',
      4,
      [cekura, cloudflare, cradl, nirvana].flatMap(({ path, headers }) => [
        get(`${path}/nope`, headers),
        { method: 'DELETE', path, headers },
        { method: 'POST', path, headers, body: '{}' },
      ]),
    ],
    [
      'HEAD and OPTIONS',
      2,
      [cekura, cloudflare, nirvana].flatMap(({ path, headers }) => [
        { method: 'HEAD', path, headers },
        { method: 'OPTIONS', path, headers },
      ]),
    ],
    ['redirect', 1, [get(cekura.path.replace(/\/$/, ''), cekura.headers)]],
    ['own routes', 2, [get('/healthz'), get('/readyz'), get('/nope')]],
  ])
}

async function pages(server, provider, size, count) {
  const walked = await walk(server, provider, size, count)
  return walked.map(({ path, headers }) => ({ method: 'GET', path, headers }))
}

function questions(server, all) {
  return Promise.all(
    all.map(async ({ method, path, headers, body, varies = false }) => {
      const sent = { ...headers, Host: ownHost }
      const answer = await ask(`${server.url}${path}`, { method, headers: sent, body })
      const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`
      const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`)
      return {
        method,
        request: `${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body ?? ''}`,
        status: answer.status,
        ...(varies ? {} : { body: answer.body.toString('latin1') }),
      }
    }),
  )
}

/** How many requests a journal holds, once there is one: what `GET /__admin/requests/count` says. */
export async function journalOf(server) {
  const { status, body } = await ask(`${server.url}/__admin/requests/count`)
  if (status !== 200) return undefined
  return JSON.parse(body.toString())
}

/** The names that `Prefer: fault=` takes, when the server tells. */
export async function faultNames(server) {
  const { status, body } = await ask(`${server.url}/__admin/errors`)
  return status === 200 ? body.toString() : undefined
}

/** A page that requests which ask for a fault ask for. */
export async function faultedQuestion(server) {
  const [provider] = await describeProviders(server, ['cloudflare'])
  const path = `${provider.path}?per_page=20`
  const { body } = await askSuccessfully(`${server.url}${path}`, { headers: provider.headers })
  const lines = Object.entries(provider.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return {
    head: `GET ${path} HTTP/1.1\r\nHost: ${ownHost}\r\n${lines.join('')}`,
    status: 200,
    body: body.toString('latin1'),
  }
}
