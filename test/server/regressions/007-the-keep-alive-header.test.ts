import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { speak } from '../../support/http.ts'
import { hostOf, pathOf, providerIds } from '../../support/providers.ts'

// node:http told every client for how long it keeps a connection, which no provider does.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
})

afterAll(() => server.close())

describe.each(providerIds)('%s', (id) => {
  const request = (version: string, more = '') =>
    `GET ${pathOf(id)} HTTP/${version}\r\nHost: ${hostOf(id)}\r\n${more}\r\n`

  test('keeps a connection without Keep-Alive', async () => {
    const answers = await speak(server.url, request('1.1') + request('1.1', 'Connection: close\r\n'))
    expect(answers.map((answer) => answer.header('connection'))).toEqual(['keep-alive', 'close'])
    expect(answers.map((answer) => answer.header('keep-alive'))).toEqual([undefined, undefined])
  })

  test('keeps a connection of HTTP/1.0 that asks for it, and no other', async () => {
    const answers = await speak(server.url, request('1.0', 'Connection: keep-alive\r\n') + request('1.0'))
    expect(answers.map((answer) => answer.header('connection'))).toEqual(['keep-alive', 'close'])
  })
})
