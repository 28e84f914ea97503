import { objectOf } from '../spec/index.ts'
import type { Auth } from './auth.ts'
import type { RequiredParameter, SourceOperation } from './operation.ts'
import type { Pages } from './pages.ts'
import { sample } from './sample.ts'
import type { Shapes } from './shape.ts'

/** What every request has to carry besides its credentials: names, each with a value that does. */
export interface Sends {
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The headers and query parameters that the document requires. Those that carry a credential are left to authentication, and those that take
 * a cursor are not for a first page.
 */
export function sendsOf(shapes: Shapes, { required }: SourceOperation, pages: Pages, auth: Auth): Sends {
  const keys = Object.values(auth.schemes).map((scheme) => String(objectOf(scheme)['name']).toLowerCase())
  const isNumbered = pages.kind === 'page-number' || pages.kind === 'offset'
  const cursors = pages.kind === 'whole-list' || isNumbered ? [] : [pages.parameter, pages.back]
  const made = { query: {} as Record<string, string>, headers: {} as Record<string, string> }
  for (const parameter of required) {
    const { in: place, name } = parameter
    if (keys.includes(name.toLowerCase()) || (place === 'query' && cursors.includes(name))) continue
    if (place === 'query') made.query[name] = numberOf(name, pages) ?? sampleOf(shapes, parameter)
    else made.headers[name] = sampleOf(shapes, parameter)
  }
  return made
}

function sampleOf(shapes: Shapes, { name, schema, examples }: RequiredParameter): string {
  const shape = shapes.of(schema)
  const usual = /version/i.test(name) ? ['1'] : []
  const value = shape && sample(shapes, { ...shape, examples: [...examples, ...shape.examples, ...usual] })
  return typeof value === 'object' || value === undefined ? '1' : String(value).replace(/[^\x20-\x7e]+/g, ' ')
}

/** Of the first page and its size. */
function numberOf(name: string, pages: Pages): string | undefined {
  if (pages.kind === 'whole-list') return undefined
  if (name === pages.size?.parameter) return String(pages.size.fallback)
  return name === pages.parameter ? String(pages.kind === 'offset' ? 0 : pages.first) : undefined
}

export function sendsSomething({ query, headers }: Sends): boolean {
  return Object.keys(query).length + Object.keys(headers).length > 0
}
