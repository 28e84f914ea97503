import { startMockServer } from '../../src/compose/index.ts'

/** A reply of one of our mocks. */
export interface MockReply {
  readonly provider: string
  readonly status: number
  readonly body: unknown
}

const sizes: Readonly<Record<string, string>> = {
  cekura: '',
  cloudflare: 'per_page=7',
  cradl: 'maxResults=7',
  nirvana: 'limit=7',
}

/** A page, and a refusal, of each of the four mocks. */
export async function mockReplies(count: number): Promise<readonly MockReply[]> {
  const server = await startMockServer({ count, only: Object.keys(sizes) })
  try {
    const replies: MockReply[] = []
    for (const { id, operationUrl, tokenUrl = '', credentials } of server.providers) {
      const headers = await authorization(id, credentials, tokenUrl)
      for (const init of [{ headers }, {}]) {
        const reply = await fetch(`${operationUrl}?${sizes[id]}`, init)
        replies.push({ provider: id, status: reply.status, body: await reply.json() })
      }
    }
    return replies
  } finally {
    await server.close()
  }
}

async function authorization(
  id: string,
  { apiKey = '', apiEmail = '', clientId = '', clientSecret = '' }: Readonly<Record<string, string>>,
  tokenUrl: string,
): Promise<Record<string, string>> {
  if (id === 'cekura') return { 'X-CEKURA-API-KEY': apiKey }
  if (id === 'cloudflare') return { 'X-Auth-Email': apiEmail, 'X-Auth-Key': apiKey }
  if (id === 'nirvana') return { Authorization: `Bearer ${apiKey}` }
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    audience: 'https://api.cradl.ai/v1',
    client_id: clientId,
    client_secret: clientSecret,
  })
  const { access_token } = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
  return { Authorization: `Bearer ${access_token}` }
}
