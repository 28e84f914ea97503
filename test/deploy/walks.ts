import { setTimeout } from 'node:timers/promises'
import { operations, type ProviderId } from '../support/providers.ts'

// Walks as an ordinary client makes them: one request after another, no second try, until the provider says that there is no more.

/** The providers that cut their list into pages. */
export type Paged = Exclude<ProviderId, 'cekura'>

interface Step {
  readonly ids: readonly string[]
  /** The query of the next page; undefined at the end. */
  readonly next: string | undefined
}

const first: Readonly<Record<Paged, string>> = {
  cloudflare: 'per_page=5&page=1',
  cradl: 'maxResults=5',
  nirvana: 'limit=5',
}

const read: Readonly<Record<Paged, (body: never) => Step>> = {
  cloudflare({
    result,
    result_info,
  }: {
    result: { id: string }[]
    result_info: { page: number; total_pages: number }
  }) {
    const { page, total_pages } = result_info
    return { ids: result.map(({ id }) => id), next: page < total_pages ? `per_page=5&page=${page + 1}` : undefined }
  },
  cradl({ organizations, nextToken }: { organizations: { organizationId: string }[]; nextToken: string | null }) {
    const next = nextToken === null ? undefined : `maxResults=5&nextToken=${encodeURIComponent(nextToken)}`
    return { ids: organizations.map(({ organizationId }) => organizationId), next }
  },
  nirvana({ items, pagination }: { items: { id: string }[]; pagination: { next_cursor: string | null } }) {
    const { next_cursor: cursor } = pagination
    return {
      ids: items.map(({ id }) => id),
      next: cursor === null ? undefined : `limit=5&cursor=${encodeURIComponent(cursor)}`,
    }
  },
}

/** Every id that a walk in pages of five brings, in order; `onPage` is told how many pages there were so far. */
export async function walk(
  origin: string,
  id: Paged,
  headers: Readonly<Record<string, string>>,
  onPage: (pages: number) => unknown = () => undefined,
): Promise<string[]> {
  const ids: string[] = []
  let pages = 0
  for (let query: string | undefined = first[id]; query !== undefined; ) {
    const response = await fetch(`${origin}/${operations[id]}?${query}`, { headers })
    if (response.status !== 200)
      throw new Error(`page ${pages + 1} of ${id}: ${response.status} ${await response.text()}`)
    const step: Step = read[id]((await response.json()) as never)
    ids.push(...step.ids)
    query = step.next
    pages += 1
    await onPage(pages)
  }
  return ids
}

/** Ids of the one reply of the one provider that does not page. */
export async function cekuraIds(
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<(number | string)[]> {
  const response = await fetch(`${origin}/${operations.cekura}`, { headers })
  if (response.status !== 200) throw new Error(`cekura: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { id: number }[]).map(({ id }) => id)
}

/** Asks until it is so; a test that waits for ever is ended by its own time. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(20)
}
