import { mkdtemp, readFile, rm } from 'node:fs/promises'
import https from 'node:https'
import type net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endAll, serve } from '../support/command-line.ts'
import { entries, tokenForm } from '../support/providers.ts'

// What compose.yaml promises: an application whose production URLs stay as they are reaches the mocks, because the providers' names
// lead to them (network aliases there, a lookup of one's own here) and because it trusts the CA that the server wrote.

let folder: string
let agent: https.Agent
let env: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'orgmock-names-'))
  const caFile = path.join(folder, 'ca.pem')
  const environment = { ORGMOCK_TLS_CA_OUT: caFile, ORGMOCK_COUNT: '7' }
  const serving = await serve([], { environment, listeners: 2 })
  const port = Number(new URL(serving.tlsUrl ?? '').port)
  agent = new RealNames({ ca: await readFile(caFile, 'utf8'), keepAlive: true }, port)
  env = Object.assign({}, ...(await entries(serving.url, serving.admin())).map((entry) => entry.env)) as Record<
    string,
    string
  >
})

afterAll(async () => {
  agent.destroy()
  await endAll()
  await rm(folder, { recursive: true })
})

/** Stands for the network: whatever name is asked for is 127.0.0.1, and what listens on 443 there listens on our port here. */
class RealNames extends https.Agent {
  readonly #port: number

  constructor(options: https.AgentOptions, port: number) {
    super(options)
    this.#port = port
  }

  override createConnection(...[options, callback]: Parameters<https.Agent['createConnection']>) {
    const lookup: net.LookupFunction = (_name, { all }, found) =>
      all === true ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)
    return super.createConnection({ ...options, port: this.#port, lookup }, callback)
  }
}

/** What an application does: a production URL, its own credentials, an HTTP client that knows nothing of mocks. */
function fetchJson(url: string, headers: Record<string, string>, form?: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { agent, headers, method: form === undefined ? 'GET' : 'POST' }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve(JSON.parse(text)))
    })
    request.on('error', reject)
    request.end(form)
  })
}

test('Cekura answers at https://api.cekura.ai', async () => {
  const body = await fetchJson('https://api.cekura.ai/user/organizations/', {
    'X-CEKURA-API-KEY': env['CEKURA_API_KEY'] ?? '',
  })
  expect(body).toHaveLength(7)
})

test('Cloudflare answers at https://api.cloudflare.com/client/v4', async () => {
  const body = await fetchJson('https://api.cloudflare.com/client/v4/user/organizations', {
    'X-Auth-Email': env['CLOUDFLARE_EMAIL'] ?? '',
    'X-Auth-Key': env['CLOUDFLARE_API_KEY'] ?? '',
  })
  expect(body).toMatchObject({ success: true, result_info: { total_count: 7 } })
})

test('Cradl gives a token at https://auth.cradl.ai and takes it at https://api.cradl.ai/v1', async () => {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const token = (await fetchJson('https://auth.cradl.ai/oauth2/token', type, tokenForm(env))) as {
    access_token: string
  }
  const body = await fetchJson('https://api.cradl.ai/v1/organizations', {
    Authorization: `Bearer ${token.access_token}`,
  })
  expect(body).toMatchObject({ organizations: { length: 7 } })
})

test('Nirvana answers at https://api.nirvanalabs.io', async () => {
  const body = await fetchJson('https://api.nirvanalabs.io/v1/organizations', {
    Authorization: `Bearer ${env['NIRVANA_LABS_API_KEY']}`,
  })
  expect(body).toMatchObject({ pagination: { total_count: 7 } })
})

test('no other name is believed', async () => {
  await expect(fetchJson('https://api.example.com/', {})).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})
