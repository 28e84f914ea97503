import http from 'node:http'
import net from 'node:net'

/** One answer as it stood on the wire. */
export interface Answer {
  readonly status: number
  /** Names as sent, in their order. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly text: string
  /** The first value of a header, its name in any letter case. */
  header(name: string): string | undefined
  json(): unknown
}

export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** Sends a request whose target goes out exactly as given: no URL parser tidies it up. */
export function ask(origin: string, target: string, { method = 'GET', headers = {}, body }: Question = {}) {
  const { hostname, port } = new URL(origin)
  return new Promise<Answer>((resolve, reject) => {
    const request = http.request(
      { hostname: bare(hostname), port, method, path: target, headers, agent: false, timeout: 5000 },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const lines: [string, string][] = []
          for (let i = 0; i < response.rawHeaders.length; i += 2) {
            lines.push([response.rawHeaders[i] ?? '', response.rawHeaders[i + 1] ?? ''])
          }
          resolve(answer(response.statusCode ?? 0, lines, Buffer.concat(chunks).toString()))
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${target} within 5 s`)))
    request.on('error', reject)
    request.end(body)
  })
}

/**
 * Writes bytes to a socket and reads answers until the server closes it. `methods` tells the reader which answers have no body;
 * missing ones count as GET.
 */
export function speak(origin: string, bytes: string | Buffer, methods: readonly string[] = []): Promise<Answer[]> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = net.connect({ host: bare(hostname), port: Number(port) })
    const late = setTimeout(() => {
      const soFar = JSON.stringify(Buffer.concat(chunks).toString('latin1').slice(0, 300))
      reject(new Error(`the connection still stands after 5 s; so far it brought ${soFar}`))
      socket.destroy()
    }, 5000)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error)
    })
    socket.on('close', () => {
      clearTimeout(late)
      try {
        resolve(readAnswers(Buffer.concat(chunks), methods))
      } catch (error) {
        reject(error)
      }
    })
    socket.write(bytes)
  })
}

/** As `speak`, for exactly one answer. */
export async function speakOnce(origin: string, bytes: string | Buffer, method = 'GET'): Promise<Answer> {
  const [first, ...more] = await speak(origin, bytes, [method])
  if (first === undefined) throw new Error('the server closed the connection without a word')
  if (more.length > 0) throw new Error(`${more.length + 1} answers came where one was expected`)
  return first
}

/** Splits what a connection brought into answers; throws where the bytes are no HTTP or stop early. */
export function readAnswers(bytes: Buffer, methods: readonly string[] = []): Answer[] {
  const answers: Answer[] = []
  let rest = bytes
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) throw new Error(`no end of headers in ${JSON.stringify(rest.toString('latin1').slice(0, 200))}`)
    const [statusLine = '', ...headerLines] = rest.subarray(0, end).toString('latin1').split('\r\n')
    const status = Number(/^HTTP\/1\.[01] (\d{3})( |$)/.exec(statusLine)?.[1])
    if (Number.isNaN(status)) throw new Error(`no status line: ${JSON.stringify(statusLine)}`)
    const lines = headerLines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
    rest = rest.subarray(end + 4)
    const head = answer(status, lines, '')
    if (status < 200) continue
    const isBodiless = status === 204 || status === 304 || methods[answers.length] === 'HEAD'
    const [text, length] = isBodiless ? ['', 0] : readBody(head, rest)
    answers.push(answer(status, lines, text))
    rest = rest.subarray(length)
  }
  return answers
}

function readBody(head: Answer, rest: Buffer): [text: string, length: number] {
  if (head.header('transfer-encoding')?.toLowerCase() === 'chunked') return readChunks(rest)
  const declared = head.header('content-length')
  const length = declared === undefined ? rest.length : Number(declared)
  if (rest.length < length) throw new Error(`the body stops after ${rest.length} of ${length} bytes`)
  return [rest.subarray(0, length).toString(), length]
}

function readChunks(rest: Buffer): [text: string, length: number] {
  const chunks: Buffer[] = []
  let at = 0
  while (true) {
    const lineEnd = rest.indexOf('\r\n', at)
    if (lineEnd === -1) throw new Error('the chunked body stops early')
    const size = Number.parseInt(rest.subarray(at, lineEnd).toString(), 16)
    if (size === 0) return [Buffer.concat(chunks).toString(), lineEnd + 4]
    chunks.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}

function answer(status: number, lines: readonly (readonly [string, string])[], text: string): Answer {
  return {
    status,
    lines,
    text,
    header: (name) => lines.find(([found]) => found.toLowerCase() === name.toLowerCase())?.[1],
    json: () => JSON.parse(text) as unknown,
  }
}

/** An IPv6 address without the brackets that a URL puts around it. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
