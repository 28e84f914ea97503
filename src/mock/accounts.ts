import { createHash } from 'node:crypto'
import type { Account } from './types.ts'

/** An account that is published beside the ordinary one, for a test that needs just such a list. */
export interface PublishedAccount {
  readonly credentials: Readonly<Record<string, string>>
  /** Organizations that it sees. */
  readonly count: number
  readonly description: string
}

/** The lists that no real account gives on request; a full page is each paginated provider's default size. */
export const lists: Readonly<
  Record<'empty' | 'one' | 'page', { readonly account: Account; readonly count: number; readonly description: string }>
> = {
  empty: { account: { tenant: 'empty', count: 0 }, count: 0, description: 'no organizations' },
  one: { account: { tenant: 'one', count: 1 }, count: 1, description: 'exactly one organization' },
  page: { account: { tenant: 'page', count: 20 }, count: 20, description: 'exactly one full page' },
}

/** One credential for each of the lists, and both ways to look at it: to authenticate by and to publish. */
export function listAccounts<C extends Readonly<Record<string, string>>>(
  credentialsOf: (name: string) => C,
): {
  readonly credentials: readonly (C & { readonly account: Account })[]
  readonly published: Record<string, PublishedAccount>
} {
  const made = Object.entries(lists).map(([name, list]) => ({ name, ...list, made: credentialsOf(name) }))
  return {
    credentials: made.map(({ account, made: credentials }) => ({ ...credentials, account })),
    published: Object.fromEntries(
      made.map(({ name, count, description, made: credentials }) => [name, { credentials, count, description }]),
    ),
  }
}

/** 32 bytes that look like a credential and are the same everywhere: published, so no secret. */
export function publishedBytes(purpose: string): Buffer {
  return createHash('sha256').update(`orgmock ${purpose}`).digest()
}
