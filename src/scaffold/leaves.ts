import { joinPointer } from '../spec/index.ts'
import type { Shape, Shapes } from './shape.ts'
import { plain } from './words.ts'

/** A single value beside the list in a success body. */
export interface Leaf {
  /** JSON pointer. */
  readonly pointer: string
  readonly name: string
  readonly shape: Shape
  /** Of the object that holds it. */
  readonly isRequired: boolean
}

const deepest = 3

/** The single values of a body, but for those under the pointer `except`. */
export function leavesOf(shapes: Shapes, body: Shape, except: string): readonly Leaf[] {
  function walk(shape: Shape, path: readonly string[], isRequired: boolean): readonly Leaf[] {
    const pointer = joinPointer('', ...path)
    if (pointer === except && pointer !== '') return []
    if (!shape.types.includes('object'))
      return shape.types.includes('array') ? [] : [{ pointer, name: path.at(-1) ?? '', shape, isRequired }]
    if (path.length >= deepest) return []
    return [...shape.properties].flatMap(([name, schemas]) => {
      const inner = shapes.of(...schemas)
      return inner === undefined || inner.writeOnly ? [] : walk(inner, [...path, name], shape.required.has(name))
    })
  }
  return body.types.includes('object') ? walk(body, [], true) : []
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
  | 'previousPage'

const texts: readonly (readonly [Role, RegExp])[] = [
  [
    'next',
    /^(next|after|cursor|endcursor|marker|continuation|pagetoken|paginationtoken|next(page)?(cursor|token|marker|key|start|startingafter|pagetoken)?|continuation(token|key)?)$/,
  ],
  ['previous', /^(previous|prev|before|startcursor|(previous|prev)(page)?(cursor|token|marker|key)?)$/],
]
const numbers: readonly (readonly [Role, RegExp])[] = [
  [
    'total',
    /^(total|(total|overall)(count|items|results|records|elements|size|entries|hits|objects|number)|(item|result|record)stotal)$/,
  ],
  ['count', /^(count|(item|result|record|page)count|returned|numberofelements|itemsreturned|currentcount)$/],
  ['pages', /^(pages|totalpages?|pagecount|pagestotal|numpages|lastpage|pagetotal)$/],
  ['page', /^(page|currentpage|pagenumber|pageno|pageindex|number)$/],
  ['size', /^(perpage|pagesize|limit|size|itemsperpage|pagelimit|maxresults)$/],
  ['from', /^(offset|skip|start|from|startindex)$/],
  ['nextPage', /^(next|nextpage)$/],
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
export function isLink({ format = '', patterns, examples }: Shape): boolean {
  return (
    /^(uri|url|iri)/.test(format) || [...patterns, ...examples].some((text) => /^\^?(https?:|\/)/.test(String(text)))
  )
}
