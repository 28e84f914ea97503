import type { ServedFlags } from './served-at.ts'

export const requestFormats = ['text', 'ndjson', 'har'] as const

/** The filters of `GET /__admin/requests`, which reads their values. */
export const requestFilters = [
  ['--provider <ID>', 'only toward this provider'],
  ['--tenant <NAME>', 'only with this tenant’s credential; empty for credentials that open nothing'],
  ['--method <METHOD>', 'only with this method'],
  ['--status <STATUS>', 'only answered with this status, such as 429, or class, such as 5xx'],
  ['--path <PATH>', 'only this path under the provider’s host; * is any text'],
  ['--since <NUMBER>', 'only after the request with this number, or from this instant on (RFC 3339)'],
  ['--fault <KIND>', 'only refusals of this kind, such as throttled'],
  ['--error <NAME>', 'only where this error was asked for, such as cloudflare.9103'],
  ['--limit <NUMBER>', 'this many and no more'],
  ['--order <ORDER>', 'asc (default) begins with the oldest, desc with the latest'],
] as const

type FilterName = 'provider' | 'tenant' | 'method' | 'status' | 'path' | 'since' | 'fault' | 'error' | 'limit' | 'order'

export interface RequestsFlags extends ServedFlags, Readonly<Partial<Record<FilterName, string>>> {
  readonly format?: (typeof requestFormats)[number]
}
