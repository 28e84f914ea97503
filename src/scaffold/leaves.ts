import { joinPointer } from '../spec/index.ts'
import type { Shape, Shapes } from './shape.ts'
import { plain, wordsOf } from './words.ts'

/** A single value beside the list in a success body. */
export interface Leaf {
  /** JSON pointer. */
  readonly pointer: string
  readonly name: string
  readonly shape: Shape
  /** Of the object that holds it. */
  readonly isRequired: boolean
  /** The objects that hold it, the outermost first. */
  readonly within: readonly Leaf[]
}

const deepest = 3

/** The single values of a body, but for those under the pointer `except`. */
export function leavesOf(shapes: Shapes, body: Shape, except: string): readonly Leaf[] {
  function walk(shape: Shape, path: readonly string[], isRequired: boolean, within: readonly Leaf[]): readonly Leaf[] {
    const pointer = joinPointer('', ...path)
    if (pointer === except && pointer !== '') return []
    const here = { pointer, name: path.at(-1) ?? '', shape, isRequired, within }
    if (!shape.types.includes('object')) return shape.types.includes('array') ? [] : [here]
    if (path.length >= deepest) return []
    const around = path.length === 0 ? [] : [...within, here]
    return [...shape.properties].flatMap(([name, schemas]) => {
      const inner = shapes.of(...schemas)
      if (inner === undefined || inner.writeOnly) return []
      return walk(inner, [...path, name], shape.required.has(name), around)
    })
  }
  return body.types.includes('object') ? walk(body, [], true, []) : []
}

/** What a value beside the list tells, going by its name and type. */
export type Role =
  | 'next'
  | 'previous'
  | 'total'
  | 'count'
  | 'page'
  | 'size'
  | 'pages'
  | 'from'
  | 'more'
  | 'earlier'
  | 'last'
  | 'first'
  | 'nextPage'
  | 'nextFrom'
  | 'previousFrom'
  | 'lastId'
  | 'firstId'
  | 'previousPage'

const texts: readonly (readonly [Role, RegExp])[] = [
  [
    'next',
    /^(next|after|cursor|offset|iterator|skiptoken|nextiterator|nextpage|endcursor|marker|continuation|pagetoken|paginationtoken|next(page)?(cursor|token|marker|key|start|startingafter|pagetoken)?|continuation(token|key)?)$/,
  ],
  [
    'previous',
    /^(previous|prev|before|startcursor|previterator|prevpage|previouspage|(previous|prev)(page)?(cursor|token|marker|key)?)$/,
  ],
  ['lastId', /^lastid$/],
  ['firstId', /^firstid$/],
]
const numbers: readonly (readonly [Role, RegExp])[] = [
  [
    'total',
    /^(total|totalrows|(total|overall)(count|items|results|records|elements|size|entries|hits|objects|number)|(item|result|record)stotal|totalrecords)$/,
  ],
  ['count', /^(count|(item|result|record)count|returned|numberofelements|itemsreturned|currentcount)$/],
  ['pages', /^(pages|totalpages?|pagecount|pagestotal|numpages|lastpage|pagetotal)$/],
  ['page', /^(page|currentpage|pagenumber|pageno|pageindex|number)$/],
  ['size', /^(perpage|pagesize|limit|size|itemsperpage|pagelimit|maxresults)$/],
  ['from', /^(offset|skip|start|from|startindex)$/],
  ['next', /^(cursor|nextcursor|after|nextafter|iterator|skiptoken)$/],
  ['nextPage', /^(next|nextpage)$/],
  ['nextFrom', /^next(offset|start|skip)$/],
  ['previousFrom', /^(prev|previous)(offset|start|skip)$/],
  ['previousPage', /^(prev|previous|prevpage|previouspage)$/],
]
const claims: readonly (readonly [Role, RegExp])[] = [
  ['more', /^(more|hasmore|hasnext|hasnextpage|ismore|moreresults|hasmoreresults|morepages|hasmoreitems)$/],
  ['earlier', /^(hasprevious|hasprev|haspreviouspage|hasprevpage)$/],
  ['last', /^(last|islast|islastpage|lastpage|end|done|complete)$/],
  ['first', /^(first|isfirst|isfirstpage)$/],
]

/** Undefined for what says nothing of pages. */
export function roleOf({ name: given, shape }: Leaf): Role | undefined {
  const name = plain(given)
  const [type] = shape.types
  if (shape.members !== undefined) return undefined
  const table = type === 'string' ? texts : type === 'boolean' ? claims : type === undefined ? [] : numbers
  return table.find(([, names]) => names.test(name))?.[0]
}

/** Whether a text is a URL: it leads to a page without being a cursor. */
export function isLink({ name, shape, within }: Leaf): boolean {
  const { format = '', patterns, examples } = shape
  return (
    shape.types.includes('string') &&
    (/^(uri|url|iri)/.test(format) ||
      [...patterns, ...examples].some((text) => /^\^?(https?:|\/)/.test(String(text))) ||
      /^(.*(url|uri|href|link)|loadmore.*)$/.test(plain(name)) ||
      within.some((outer) => /^links?$/.test(plain(outer.name))))
  )
}

export type Relation = 'self' | 'first' | 'last' | 'next' | 'previous'

const relations: readonly (readonly [Relation, RegExp])[] = [
  ['next', /^(next|more)$/],
  ['previous', /^(prev|previous)$/],
  ['first', /^first$/],
  ['last', /^last$/],
  ['self', /^(self|current)$/],
]

/** To which page a URL leads, going by its name and those of the objects around it; undefined for what is no URL of a page. */
export function relationOf(leaf: Leaf): Relation | undefined {
  if (!isLink(leaf) || leaf.shape.members !== undefined) return undefined
  for (const { name } of [leaf, ...[...leaf.within].reverse()]) {
    const found = relations.find(([, word]) => wordsOf(name).some((each) => word.test(each)))
    if (found !== undefined) return found[0]
  }
  return leaf.within.length === 0 && /^(uri|href)$/.test(plain(leaf.name)) ? 'self' : undefined
}

/** Where a body states the number of all items: by its name, or as the only count that it has. */
export function totalOf(leaves: readonly Leaf[]): string | undefined {
  const numbers = leaves.filter(({ shape }) => /integer|number/.test(shape.types[0] ?? ''))
  const named = numbers.find((leaf) => roleOf(leaf) === 'total')
  const described = numbers.find(
    ({ name, shape }) => /results|count/i.test(name) && /\btotal\b/i.test(shape.description ?? ''),
  )
  return (named ?? described ?? numbers.find((leaf) => roleOf(leaf) === 'count'))?.pointer
}
