import net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { ask } from '../../support/http.ts'

// Each batch of the journal that had to wait for its reader left listeners on the response: node warned of a leak, on stderr among the
// lines of NDJSON, and kept them until the end.

let server: MockServer
const warnings: Error[] = []
const warned = (warning: Error) => warnings.push(warning)

beforeAll(async () => {
  process.on('warning', warned)
  server = await startMockServer({ port: 0, count: 15 })
  const { apiKey = '' } = server.credentials('cekura')
  // One body of 60 KB, shared by all entries.
  for (let i = 0; i < 300; i += 1) {
    await ask(server.url, '/api.cekura.ai/user/organizations/', { headers: { 'X-CEKURA-API-KEY': apiKey } })
  }
})

afterAll(async () => {
  process.off('warning', warned)
  await server.close()
})

test('leaves nothing behind on the response', async () => {
  const bytes = await new Promise<number>((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
    let received = 0
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length
      socket.pause()
      setTimeout(() => socket.resume(), 5)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
    socket.write('GET /__admin/requests?format=ndjson HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  })
  expect(bytes).toBeGreaterThan(10 * 1024 * 1024)
  expect(warnings).toEqual([])
}, 30_000)
