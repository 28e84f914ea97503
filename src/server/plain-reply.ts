import type { ServerResponse } from 'node:http'

/** Answers a request in the server's own words. */
export function sayPlainly(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ message })
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body)
}

/** A whole answer as text, for a socket without a response object; the connection ends behind it. */
export function plainReply(status: string, message: string, headers: readonly string[] = []): string {
  const body = JSON.stringify({ message })
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
