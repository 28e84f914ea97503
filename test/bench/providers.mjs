import http from 'node:http'
import { askSuccessfully } from './client.mjs'

/**
 * How a client of each provider behaves: which headers it sends, and how it walks. `sizes` are the page sizes of the warm
 * measurements; without `pages` a provider sends its whole list at once.
 */
const clients = {
  cekura: {
    headers: ({ env }) => ({ 'X-CEKURA-API-KEY': env.CEKURA_API_KEY }),
  },
  cloudflare: {
    headers: ({ env }) => ({ 'X-Auth-Email': env.CLOUDFLARE_EMAIL, 'X-Auth-Key': env.CLOUDFLARE_API_KEY }),
    sizes: [5, 20, 50],
    pages: { size: 'per_page', number: 'page' },
  },
  cradl: {
    headers: async (entry) => ({ Authorization: `Bearer ${await cradlToken(entry)}` }),
    sizes: [10, 20, 100],
    pages: { size: 'maxResults', cursor: 'nextToken', next: '"nextToken":' },
  },
  nirvana: {
    headers: ({ env }) => ({ Authorization: `Bearer ${env.NIRVANA_LABS_API_KEY}` }),
    sizes: [10, 20, 100],
    pages: { size: 'limit', cursor: 'cursor', next: '"next_cursor":' },
  },
}

const commonHeaders = { Accept: 'application/json', 'User-Agent': 'orgmock-bench' }

/**
 * @typedef {{ path: string, headers: Record<string, string>, length: number }} Page one request, and the bytes of the body it gets
 * @typedef {Awaited<ReturnType<typeof describeProvider>>} Provider
 */

/** The providers that a server serves, by its own account. A token is good for every server with the same seed. */
export async function describeProviders(server, only) {
  const { body } = await askSuccessfully(`${server.url}/__admin/providers`)
  const entries = JSON.parse(body.toString()).filter(({ id }) => only === undefined || only.includes(id))
  return Promise.all(entries.map(describeProvider))
}

async function describeProvider(entry) {
  const client = clients[entry.id]
  if (client === undefined) throw new Error(`this benchmark does not know how to ask ${entry.id}`)
  return {
    ...entry,
    path: new URL(entry.operationUrl).pathname,
    headers: { ...commonHeaders, ...(await client.headers(entry)) },
    sizes: client.sizes,
    pages: client.pages,
    isPaginated: client.pages !== undefined,
  }
}

/** What a client must do before its first page on a fresh server: nothing, or get a token. */
export async function firstHeaders(provider, server) {
  if (provider.tokenUrl === undefined) return provider.headers
  const tokenUrl = new URL(new URL(provider.tokenUrl).pathname, server.url).href
  return { ...commonHeaders, ...(await clients[provider.id].headers({ ...provider, tokenUrl })) }
}

async function cradlToken({ tokenUrl, env }) {
  const { body } = await askSuccessfully(tokenUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      audience: 'https://api.cradl.ai/v1',
      client_id: env.CRADL_CLIENT_ID,
      client_secret: env.CRADL_CLIENT_SECRET,
    }).toString(),
  })
  return JSON.parse(body.toString()).access_token
}

/**
 * Every page of one size, from the first to the natural end or for as many as asked. `sizeAt` may change the size on the way.
 * @param {{ url: string }} server
 * @param {Provider} provider
 * @param {number | ((position: number) => number)} sizeAt page size, or the size at a position
 * @param {number} count organizations of the server
 * @returns {Promise<(Page & { position: number, size: number })[]>}
 */
export async function walk(server, provider, sizeAt, count) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const pages = []
  let cursor
  for (let position = 0; position < count; ) {
    const size = typeof sizeAt === 'number' ? sizeAt : sizeAt(position)
    const path = pagePath(provider, size, position, cursor)
    const { body } = await askSuccessfully(`${server.url}${path}`, { headers: provider.headers, agent })
    pages.push({ path, headers: provider.headers, length: body.length, position, size })
    position += size
    if (provider.pages.next === undefined) continue
    cursor = textAfter(body, provider.pages.next)
    if ((cursor === undefined) !== position >= count) {
      throw new Error(`${provider.id}: the walk ended at ${position} of ${count} organizations`)
    }
  }
  agent.destroy()
  return pages
}

/** The path of one page; `cursor` where the provider has cursors and the page is not the first. */
export function pagePath({ path, pages }, size, position, cursor) {
  const query = new URLSearchParams({ [pages.size]: String(size) })
  if (pages.number !== undefined) query.set(pages.number, String(position / size + 1))
  else if (cursor !== undefined) query.set(pages.cursor, cursor)
  return `${path}?${query}`
}

/** A page of a provider that numbers them; `position` is a multiple of the size. */
export function numberedPage(provider, position, size) {
  return { path: pagePath(provider, size, position), headers: provider.headers, position, size }
}

/** A page of another size that begins at the same place or, where pages have numbers, near it. */
export function resized(provider, { path, headers, position }, size) {
  if (provider.pages.number !== undefined) return numberedPage(provider, Math.floor(position / size) * size, size)
  const [base, query] = path.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set(provider.pages.size, String(size))
  return { path: `${base}?${parameters}`, headers }
}

/** All pages of an account: every page size in turn, or the one list. */
export async function accountPages(server, provider, count) {
  if (provider.isPaginated) {
    const walks = []
    for (const size of provider.sizes) walks.push(await walk(server, provider, size, count))
    return walks.flat()
  }
  const { body } = await askSuccessfully(`${server.url}${provider.path}`, { headers: provider.headers })
  return [{ path: provider.path, headers: provider.headers, length: body.length }]
}

/** The JSON text that follows a member's name, or undefined for null. Searching is cheaper than parsing large pages. */
function textAfter(body, name) {
  const at = body.lastIndexOf(name)
  if (at === -1) throw new Error(`a page has no ${name}`)
  return /^\s*"([^"]*)"/.exec(body.toString('latin1', at + name.length, at + name.length + 2_048))?.[1]
}
