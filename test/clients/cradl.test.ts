import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'

const script = fileURLToPath(new URL('cradl-walk.mjs', import.meta.url))

let server: MockServer
let folder: string
beforeAll(async () => {
  server = await startMockServer({ only: ['cradl'], tls: {} })
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-cradl-'))
  await writeFile(path.join(folder, 'orgmock.pem'), server.certificate ?? '')
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

interface Result {
  ids?: string[]
  status?: number
  data?: unknown
}

/** Runs the official Node client, which forces https for tokens, against the TLS listener. */
async function walk(
  pageSize: number,
  secret = server.providers[0]?.credentials['clientSecret'] ?? '',
): Promise<Result> {
  const { host } = new URL(server.tlsUrl ?? '')
  const id = server.providers[0]?.credentials['clientId'] ?? ''
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, `https://${host}/api.cradl.ai/v1`, id, secret, `${host}/auth.cradl.ai/oauth2`, String(pageSize)],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: path.join(folder, 'orgmock.pem') } },
  )
  return JSON.parse(stdout) as Result
}

test.each([1, 20, 100])(
  'the official client gets a token over TLS and walks pages of %i to the end',
  async (pageSize) => {
    const { ids } = await walk(pageSize)
    expect(ids).toHaveLength(127)
    expect(new Set(ids).size).toBe(127)
  },
)

test('it is told that its secret is wrong', async () => {
  expect(await walk(20, 'wrong')).toMatchObject({ status: 400, data: { error: 'invalid_client' } })
})
