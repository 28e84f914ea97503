import { askSuccessfully } from '../bench/client.mjs'
import { describeProviders } from '../bench/providers.mjs'

/**
 * What the cases are made of: where the operations are, what opens them, and what must never be logged.
 * @typedef {{ provider: string, host: string, path: string, headers: [string, string][], parameters: string[] }} Operation
 * @typedef {{ operations: Operation[], hosts: string[], token: { host: string, path: string, form: string },
 *   cursors: Record<string, string>, secrets: string[] }} Context
 */

const parameters = {
  cekura: ['page', 'page_size', 'format'],
  cloudflare: ['page', 'per_page', 'name', 'status', 'match', 'order', 'direction'],
  cradl: ['maxResults', 'nextToken'],
  nirvana: ['limit', 'cursor', 'sort'],
}

/** Asks a running server. @returns {Promise<Context>} */
export async function contextOf(server) {
  const entries = await describeProviders(server, undefined)
  const operations = entries.map(({ id, operationUrl, headers }) => {
    const [, host, ...path] = new URL(operationUrl).pathname.split('/')
    return {
      provider: id,
      host,
      path: `/${path.join('/')}`,
      headers: Object.entries(headers),
      parameters: parameters[id] ?? [],
    }
  })
  const { env, tokenUrl } = entries.find((entry) => entry.tokenUrl !== undefined)
  const [, tokenHost, ...tokenPath] = new URL(tokenUrl).pathname.split('/')
  return {
    operations,
    hosts: [...operations.map(({ host }) => host), tokenHost],
    token: {
      host: tokenHost,
      path: `/${tokenPath.join('/')}`,
      form: new URLSearchParams({
        grant_type: 'client_credentials',
        audience: 'https://api.cradl.ai/v1',
        client_id: env.CRADL_CLIENT_ID,
        client_secret: env.CRADL_CLIENT_SECRET,
      }).toString(),
    },
    cursors: Object.fromEntries(
      await Promise.all(
        [
          ['cradl', 'maxResults', 'nextToken'],
          ['nirvana', 'limit', 'next_cursor'],
        ].map(async ([id, size, member]) => {
          const entry = entries.find((candidate) => candidate.id === id)
          const { body } = await askSuccessfully(`${server.url}${entry.path}?${size}=5`, { headers: entry.headers })
          return [id, new RegExp(`"${member}":"([^"]*)"`).exec(body.toString())?.[1] ?? '']
        }),
      ),
    ),
    // Those of tenants are made by whoever likes, and tell nothing that their name does not.
    secrets: entries.flatMap(({ credentials }) =>
      Object.entries(credentials).flatMap(([name, value]) => (/key|secret/i.test(name) ? [value] : [])),
    ),
  }
}
