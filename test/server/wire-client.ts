import net from 'node:net'
import tls from 'node:tls'

/** What a connection brought, and how it ended. */
export interface Heard {
  /** What came, in the pieces in which it came, each with its moment in milliseconds since the first byte was sent. */
  readonly chunks: readonly { readonly bytes: Buffer; readonly ms: number }[]
  /** All of it as text. */
  readonly text: string
  /** `fin` when the server closed in order, `reset` when it did not. */
  readonly end: 'fin' | 'reset'
}

/** Sends bytes over a connection of its own and listens to its end. */
export function hear(url: string, bytes: string, { secure = false } = {}): Promise<Heard> {
  const port = Number(new URL(url).port)
  return new Promise((resolve, reject) => {
    const socket = secure
      ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : net.connect({ port, host: '127.0.0.1' })
    const chunks: { bytes: Buffer; ms: number }[] = []
    let sentAt = 0
    const text = () => Buffer.concat(chunks.map((chunk) => chunk.bytes)).toString('latin1')
    const finish = (end: Heard['end']) => {
      clearTimeout(late)
      socket.destroy()
      resolve({ chunks, text: text(), end })
    }
    const late = setTimeout(() => {
      socket.destroy()
      reject(new Error(`nothing more came, and no end, after ${JSON.stringify(text().slice(0, 300))}`))
    }, 15_000)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      sentAt = performance.now()
      socket.write(bytes)
    })
    socket.on('data', (bytes: Buffer) => chunks.push({ bytes, ms: performance.now() - sentAt }))
    socket.on('end', () => finish('fin'))
    socket.on('error', () => finish('reset'))
    socket.on('close', () => finish('reset'))
  })
}

/** A whole request as text. */
export function request(
  path: string,
  headers: Readonly<Record<string, string>>,
  { method = 'GET', version = '1.1' } = {},
): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/${version}\r\n${lines.join('')}\r\n`
}

/** The head and the body of the first reply in a text. */
export function parts(text: string): { head: string; status: number; length: number; body: string } {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) throw new Error(`no whole head: ${JSON.stringify(text)}`)
  const head = text.slice(0, end + 4)
  return {
    head,
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    length: Number(/\r\nContent-Length: (\d+)\r\n/.exec(head)?.[1]),
    body: text.slice(end + 4),
  }
}
