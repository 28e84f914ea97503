import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ReportFormat } from '../../src/contract/index.ts'
import { type Report, reporters } from '../../src/contract/index.ts'

/** A server for one check; gives its URL. */
export async function serving<T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** A report in every format. */
export function allFormats(report: Report): readonly (readonly [ReportFormat, string])[] {
  return Object.entries(reporters).map(([format, write]) => [format as ReportFormat, write(report)])
}

/** What somebody could read out of a text who undoes whatever is undone easily, in small letters. */
export function readings(text: string): string {
  const hex = [...text.matchAll(/[0-9a-f]{16,}/gi)].flatMap(([run]) =>
    [0, 1].map((shift) => Buffer.from(run.slice(shift), 'hex').toString('latin1')),
  )
  const base64 = [...text.matchAll(/[\w+/-]{16,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((shift) => Buffer.from(run.slice(shift), 'base64').toString('latin1')),
  )
  const once = withoutEscapes(text)
  return [text, once, withoutEscapes(once), ...hex, ...base64].join('\n').toLowerCase()
}

function withoutEscapes(text: string): string {
  return text.replace(
    /%([0-9a-f]{2})|\\u00([0-9a-f]{2})|\\x([0-9a-f]{2})|&#x([0-9a-f]{2});/gi,
    (_, percent, unit, byte, entity) => String.fromCharCode(Number.parseInt(percent ?? unit ?? byte ?? entity, 16)),
  )
}
