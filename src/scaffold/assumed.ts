import type { Auth } from './auth.ts'
import type { FoundList } from './list.ts'
import type { Pages } from './pages.ts'
import type { ScaffoldOptions } from './scaffold.ts'

interface Chosen {
  readonly auth: Auth
  readonly pages: Pages
  readonly list: FoundList
  readonly url: string
  /** What was done about the server, where the document's own are not served. */
  readonly server: string | undefined
}

/** What the document does not say, and no flag either: one line each, with the flag that sets another. */
export function assumed({ auth, pages, list, url, server }: Chosen, options: ScaffoldOptions): readonly string[] {
  const lines: string[] = []
  if (server !== undefined && options.server === undefined) lines.push(`server: ${url}; ${server} (--server)`)
  if (auth.notes.length > 0 && options.auth === undefined) {
    lines.push(`authentication: ${auth.label}; ${auth.notes.join('; ')} (--auth)`)
  }
  if (options.pages === undefined) lines.push(`pages: ${pages.kind}, ${told(pages)} (--pages${further(pages)})`)
  if (pages.kind !== 'whole-list' && pages.size?.basis === 'assumed') {
    const { parameter, minimum, maximum, fallback } = pages.size
    lines.push(`${parameter}: from ${minimum} to ${maximum}, and ${fallback} where a request names no size (--size)`)
  }
  if (options.items === undefined) lines.push(`list: ${list.pointer || 'the body itself'}, by its place (--items)`)
  if (options.identity === undefined) lines.push(`identity: ${list.identity}, by its name (--identity)`)
  return lines
}

function told(pages: Pages): string {
  if (pages.kind === 'whole-list') return 'since no parameter is known by its name to page'
  return `by the name of ${pages.parameter}`
}

function further(pages: Pages): string {
  if (pages.kind === 'whole-list') return ''
  return pages.next === undefined ? ', --page, --size' : ', --page, --size, --next'
}
