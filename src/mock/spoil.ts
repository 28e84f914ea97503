import type { Answer, WireFault } from './types.ts'

/** What answers when the API itself is gone. */
export interface Edge {
  /** Its name, as its pages have it. */
  readonly server: string
  readonly headers: readonly string[]
}

const nginx: Edge = { server: 'nginx', headers: ['Server', 'nginx', 'Content-Type', 'text/html'] }

/** The page that nginx sends when what stands behind it is gone, line ends included; other edges are made from it. */
const gatewayPage = (server: string) =>
  [
    '<html>',
    '<head><title>502 Bad Gateway</title></head>',
    '<body>',
    '<center><h1>502 Bad Gateway</h1></center>',
    `<hr><center>${server}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n')

/**
 * Turns a reply into what a broken server or a proxy makes of it. The faults of the connection itself leave the reply as it is and name
 * what the edge has to do.
 */
export function spoil(answer: Answer, fault: WireFault, edge = nginx): Answer {
  switch (fault) {
    case 'bad-gateway':
      return {
        ...answer,
        status: 502,
        headers: edge.headers,
        body: gatewayPage(edge.server),
        wire: fault,
      }
    case 'empty-body':
      return { ...answer, status: 200, body: '', wire: fault }
    case 'malformed-json': {
      // Cut inside, so that no parser takes it, and sent whole under its own length. Not copied: large bodies are shared.
      const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
      return { ...answer, body: bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2))), wire: fault }
    }
    default:
      return { ...answer, wire: fault }
  }
}
