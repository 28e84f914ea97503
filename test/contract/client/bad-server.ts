import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../../src/contract/client/http-client.ts'
import { createRedactor } from '../../../src/contract/client/secret-redactor.ts'
import { CouldNotCheck } from '../../../src/contract/types.ts'
import { said } from '../in-full.ts'

/** A request as a bad server sees it: the text of its head (and of what came with it), and how many came before. */
export interface Heard {
  readonly text: string
  /** From 0, over all connections. */
  readonly number: number
}

export interface BadServer {
  readonly url: string
  readonly port: number
  readonly heard: readonly Heard[]
  /** Connections taken until now. */
  readonly connections: number
}

/** A server by hand: answers each request with whatever bytes the test likes. Closed when the test ends. */
export async function badServer(answer: (socket: Socket, heard: Heard) => void): Promise<BadServer> {
  const heard: Heard[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const request = { text: chunk.toString('latin1'), number: heard.length }
      heard.push(request)
      answer(socket, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    heard,
    get connections() {
      return connections
    },
  }
}

/** Answers every request with the same text. */
export function saying(text: string): (socket: Socket) => void {
  return (socket) => socket.write(text)
}

/** A client of our own servers, with no secrets and no patience unless the test says otherwise. */
export function clientOf(root: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    root,
    isLive: false,
    allowedHosts: [],
    secrets: createRedactor([]),
    timeoutMs: 5_000,
    retries: 0,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

/** What a promise fails with, which must be CouldNotCheck: its code and its sentence. */
export async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await promise
  } catch (error) {
    if (error instanceof CouldNotCheck) return { code: error.code, message: said(error.words) }
    throw error
  }
  throw new Error('the request was answered')
}
