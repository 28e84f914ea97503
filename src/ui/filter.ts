import type { Entry } from './types.ts'

/** Which rows of the journal are shown; what is absent or empty lets all through. */
export interface Filter {
  readonly provider?: string
  /** A name; `-` is for requests of no account. */
  readonly tenant?: string
  /** Such as `429` or `4xx`. */
  readonly status?: string
  readonly method?: string
  /** In any letter case, anywhere in the request or its answer; all words must be there. */
  readonly text?: string
  /** Numbers of requests, with commas. */
  readonly rows?: string
}

export const noTenant = '-'

export function matcher({ provider, tenant, status, method, text = '', rows }: Filter): (entry: Entry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const numbers = rows ? new Set(rows.split(',').map(Number)) : undefined
  const isStatus = statusTest(status)
  return (entry) =>
    (!provider || entry.provider === provider) &&
    (!tenant || (entry.tenant ?? noTenant) === tenant) &&
    (!method || entry.request.method === method) &&
    isStatus(entry.answer.status) &&
    (numbers?.has(entry.seq) ?? true) &&
    words.every((word) => holds(entry, word))
}

function statusTest(wanted = ''): (status: number) => boolean {
  if (wanted === '') return () => true
  if (/^\dxx$/i.test(wanted)) return (status) => Math.floor(status / 100) === Number(wanted[0])
  return (status) => String(status).startsWith(wanted)
}

function holds(entry: Entry, word: string): boolean {
  const { seq, provider, tenant = '', request, answer, fault = '', error = '', wire = '', note = '' } = entry
  return (
    `#${seq} ${provider} ${tenant} ${request.method} ${request.host}${request.path}?${request.query} ${answer.status} ${fault} ${error} ${wire} ${note}`
      .toLowerCase()
      .includes(word) ||
    [...request.headers, ...answer.headers].some(({ name, value }) =>
      `${name}: ${value}`.toLowerCase().includes(word),
    ) ||
    (request.body ?? '').toLowerCase().includes(word) ||
    answer.body.toLowerCase().includes(word)
  )
}
