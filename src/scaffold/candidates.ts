import { isObject, objectOf } from '../spec/index.ts'
import { bundled, type ReadBeside } from './bundle.ts'
import { type FoundList, findList } from './list.ts'
import { findOperation, type SourceOperation } from './operation.ts'
import { choosePages } from './pages.ts'
import { shapesOf } from './shape.ts'
import { readDocument } from './source.ts'
import { upgraded } from './versions.ts'
import { wordsOf } from './words.ts'

/** A path of a document that answers with a list. */
export interface Candidate {
  readonly path: string
  /** JSON pointer of the list; empty when the body is the list. */
  readonly items: string
  /** How the list is cut into pages; undefined where flags have to tell. */
  readonly pages?: string
  /** Names of the parameters of the path. */
  readonly params: readonly string[]
}

/** Paths that are looked into. */
const mostPaths = 150
/** What lists of customers are called, the likeliest first. */
const likely = [
  /^(organi[sz]ations|orgs)$/,
  /^(workspaces|accounts|tenants|companies|merchants|teams)$/,
  /^(projects|sites|stores|shops|groups|guilds|folders|customers|users|members)$/,
]

/** The paths whose GET answers with a list, best first: what is called like an organization, is near the root and takes no values. */
export function candidatesOf(file: string, text: string, beside: ReadBeside): readonly Candidate[] {
  const read = readDocument(file, text)
  const paths = Object.entries(objectOf(read['paths'])).flatMap(([path, item]) =>
    isObject(item) && (item['get'] !== undefined || item['$ref'] !== undefined) ? [path] : [],
  )
  const ranked = paths.map((path) => ({ path, rank: rankOf(path) })).sort((one, other) => one.rank - other.rank)
  const whole = read['swagger'] === undefined ? shapesOf(read) : undefined
  return ranked.slice(0, mostPaths).flatMap(({ path }): readonly Candidate[] => {
    try {
      // A document comes back as it is unless it has to be put together for each path.
      const { document } = upgraded(file, bundled(read, file, path, beside))
      const params = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
      const operation = findOperation(document, file, path, Object.fromEntries(params.map((name) => [name, 'x'])))
      const shapes = document === read && whole !== undefined ? whole : shapesOf(document)
      const list = findList(shapes, operation, {})
      const pages = pagesOf(shapes, operation, list)
      return [{ path, items: list.pointer, params, ...(pages === undefined ? {} : { pages }) }]
    } catch {
      // It holds no list, or is none that can be read.
      return []
    }
  })
}

function pagesOf(...[shapes, operation, list]: [Parameters<typeof findList>[0], SourceOperation, FoundList]) {
  try {
    return choosePages(shapes, operation, list, {}).kind
  } catch {
    return undefined
  }
}

function rankOf(path: string): number {
  const parts = path.split('/').filter((part) => part !== '')
  const last = wordsOf((parts.at(-1) ?? '').replace(/\.[a-z.]+$/i, '')).at(-1) ?? ''
  const name = likely.findIndex((names) => names.test(last))
  const values = parts.filter((part) => part.includes('{')).length
  // A path that ends with a value is one thing, and no list.
  const isOne = /\}$/.test(path) ? 100 : 0
  return isOne + values * 10 + (name === -1 ? likely.length : name) * 2 + parts.length * 0.5
}
