import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../../src/compose/index.ts'
import { speak } from '../../support/http.ts'
import { entries, tokenForm } from '../../support/providers.ts'

// What node's parser refused was answered on the socket at once: as a second answer to a request that had its own already, or in the
// place of answers that were still being made. Found by npm run fuzz.

let server: MockServer
let tokenRequest: string

beforeAll(async () => {
  server = await startMockServer({ port: 0 })
  const form = tokenForm(Object.assign({}, ...(await entries(server.url)).map(({ env }) => env)))
  tokenRequest = `POST /auth.cradl.ai/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`
})

afterAll(() => server.close())

const post = 'POST /api.nirvanalabs.io/v1/organizations HTTP/1.1\r\nHost: a\r\n'
const get = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'

async function statuses(bytes: string, methods?: readonly string[]): Promise<number[]> {
  return (await speak(server.url, bytes, methods)).map(({ status }) => status)
}

describe('a body that is refused after its request was answered', () => {
  test.each([
    ['with a chunk that has no size', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['with a chunk that does not end', `${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n`],
    ['with a line feed alone', `${post}Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n`],
  ])('brings no second answer: %s', async (_, bytes) => {
    expect(await statuses(bytes)).toEqual([405])
  })

  test('brings no second answer where the client ends in the middle', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), allowHalfOpen: true })
      let received = ''
      socket.on('data', (chunk) => {
        received += chunk
        socket.end()
      })
      socket.on('close', () => resolve(received))
      socket.on('error', reject)
      socket.write(`${post}Content-Length: 10\r\n\r\nabc`)
    })
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 405'])
  })
})

describe('nonsense behind requests that are still being answered', () => {
  test('is refused after them', async () => {
    expect(await statuses(`${tokenRequest}nonsense\r\n\r\n`)).toEqual([200, 400])
    expect(await statuses(`${tokenRequest}${get}${tokenRequest}nonsense\r\n\r\n`)).toEqual([200, 200, 200, 400])
  })

  test('is refused after them where it is a body', async () => {
    const broken = '/auth.cradl.ai/oauth2/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'
    expect(await statuses(`${tokenRequest}POST ${broken}`)).toEqual([200, 400])
  })

  test('is not answered where the last of them was to be the last', async () => {
    const last = tokenRequest.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')
    expect(await statuses(`${last}nonsense\r\n\r\n`)).toEqual([200])
  })

  test('is refused after them where it asks for a tunnel', async () => {
    const connect = 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n'
    expect(await statuses(`${tokenRequest}${connect}`, ['POST', 'CONNECT'])).toEqual([200, 405])
  })
})

test('a client that goes on after a refusal is cut', async () => {
  const received = await new Promise<string>((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), allowHalfOpen: true })
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', () => undefined)
    const more = setInterval(() => socket.write('nonsense\r\n\r\n'), 20)
    socket.on('close', () => {
      clearInterval(more)
      resolve(text)
    })
  })
  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
})
