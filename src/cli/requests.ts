import { once } from 'node:events'
import { isObject } from '../spec/index.ts'
import { askAdmin } from './admin-request.ts'
import type { RequestsFlags } from './request-filters.ts'
import { requestText } from './request-text.ts'
import { adminAt, servedAt } from './served-at.ts'

/** 0 printed, 3 the server cannot be reached or keeps no journal. */
export type RequestsExitCode = 0 | 3

/** A line of NDJSON is one request with its answer, each of them bounded by the server. */
const longestLine = 4 * 1024 * 1024

/** `orgmock requests`: the journal of a running server. Throws SetupError, SettingsError. */
export async function requests(flags: RequestsFlags): Promise<RequestsExitCode> {
  const { format = 'text', url: _, config: __, edition: ___, providers: ____, ...filter } = flags
  const { origin } = await servedAt(flags)
  const admin = await adminAt(flags, origin)
  const query = { ...filter, format: format === 'har' ? 'har' : 'ndjson' }
  const type = format === 'har' ? 'application/json' : 'application/x-ndjson'
  const printed = await askAdmin(
    { origin, admin, path: '/__admin/requests', query, what: 'requests', isLong: true },
    async (answer) => {
      if (answer.headers.get('content-type')?.startsWith(type) !== true) return undefined
      for await (const text of format === 'text' ? shown(answer) : textsOf(answer)) await print(text)
      return {}
    },
  )
  if (typeof printed !== 'string') return 0
  process.stderr.write(`orgmock: ${printed}\n`)
  return 3
}

async function* textsOf({ body }: Response): AsyncIterable<string> {
  const decoder = new TextDecoder()
  for await (const piece of body ?? []) yield decoder.decode(piece, { stream: true })
}

/** Each request as a line of text, or as several where there is no room. */
async function* shown(answer: Response): AsyncIterable<string> {
  let rest = ''
  for await (const text of textsOf(answer)) {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestLine)
    yield lines.map(lineText).join('')
  }
}

function lineText(line: string): string {
  const entry = readLine(line)
  return isObject(entry) ? requestText(entry, process.stdout.columns) : ''
}

function readLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Waits for a reader that is slower than the server, and for none that is gone. */
async function print(text: string): Promise<void> {
  const { stdout } = process
  if (text === '' || stdout.destroyed || stdout.write(text)) return
  await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch(() => undefined)
}
