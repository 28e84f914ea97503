import { ScaffoldError } from './errors.ts'
import { type Lead, lead, refuseUnfit } from './leads.ts'
import { isLink, type Leaf, leavesOf, roleOf } from './leaves.ts'
import type { FoundList } from './list.ts'
import type { QueryParameter, SourceOperation } from './operation.ts'
import type { Shapes } from './shape.ts'
import { isInteger, type SizeRule, sizeRule } from './size-rule.ts'
import { listed, plain } from './words.ts'

const pageKinds = ['whole-list', 'page-number', 'forward-token', 'cursor'] as const
export type PageKind = (typeof pageKinds)[number]

export type Pages = {
  /** Where a success states the number of all items. */
  readonly total?: string
} & (
  | { readonly kind: 'whole-list' }
  | { readonly kind: 'page-number'; readonly page: string; readonly isPageAsDeclared: boolean; readonly size: SizeRule }
  | { readonly kind: 'forward-token'; readonly cursor: string; readonly size: SizeRule; readonly next: Lead }
  | {
      readonly kind: 'cursor'
      readonly cursor: string
      readonly size: SizeRule
      readonly next: Lead
      readonly previous?: Lead
    }
)

export interface PageOptions {
  readonly pages?: string
  /** Name of the parameter with the page's number or the cursor. */
  readonly pageParameter?: string
  readonly sizeParameter?: string
  /** JSON pointer of what leads to the next page. */
  readonly next?: string
}

const pageNames = /^(page|pagenumber|pageno|pagenum|currentpage|p)$/
const cursorNames = /^(cursor|after|startingafter|nextcursor|pagecursor|pageafter|startafter)$/
const tokenNames =
  /^(token|nexttoken|pagetoken|nextpagetoken|continuationtoken|continuation|paginationtoken|marker|nextmarker|startkey)$/
const sizeNames =
  /^(perpage|pagesize|limit|size|pagelimit|maxresults|maxitems|maxpagesize|count|take|first|top|itemsperpage|resultsperpage|results|rows)$/
const offsetNames = /^(offset|skip|start|from|startindex|pageoffset)$/

/** Items of a page that nobody asked to be shorter. */
const longestPage = 10_000

/** Chooses how the list is cut into pages. Throws ScaffoldError PAGES. */
export function choosePages(shapes: Shapes, operation: SourceOperation, list: FoundList, options: PageOptions): Pages {
  const { pages: asked } = options
  if (asked !== undefined && !(pageKinds as readonly string[]).includes(asked)) {
    throw new ScaffoldError('PAGES', `--pages must be ${listed(pageKinds, 'or')}, not ${JSON.stringify(asked)}`)
  }
  const leaves = leavesOf(shapes, list.body, list.pointer)
  const total = leaves.find((leaf) => roleOf(leaf) === 'total') ?? leaves.find((leaf) => roleOf(leaf) === 'count')
  const stated = total === undefined ? {} : { total: total.pointer }
  const kind = (asked as PageKind | undefined) ?? told(operation, leaves, options)
  if (kind === 'whole-list') {
    const stray = Object.entries({
      '--page': options.pageParameter,
      '--size': options.sizeParameter,
      '--next': options.next,
    })
    const [flag] = stray.find(([, value]) => value !== undefined) ?? []
    if (flag !== undefined) throw new ScaffoldError('PAGES', `${flag} has no meaning for --pages whole-list`)
    return { kind, ...stated }
  }
  const { query, path } = operation
  const size = sizeRule(
    shapes,
    parameter(
      query,
      options.sizeParameter,
      '--size',
      sizeNames,
      `${kind} needs a parameter for the size of a page`,
      path,
    ),
  )
  if (Math.max(size.minimum, size.fallback) > longestPage) {
    throw new ScaffoldError(
      'PAGES',
      `${size.parameter} makes pages of ${Math.max(size.minimum, size.fallback)} items; up to ${longestPage} are served: choose --pages whole-list`,
    )
  }
  if (kind === 'page-number') {
    if (options.next !== undefined) throw new ScaffoldError('PAGES', '--next has no meaning for --pages page-number')
    const page = parameter(
      query,
      options.pageParameter,
      '--page',
      pageNames,
      'page-number needs a parameter for the number of the page',
      path,
    )
    const shape = shapes.of(page.schema)
    if (shape?.fallback === 0) {
      throw new ScaffoldError(
        'PAGES',
        `${page.name} counts pages from 0; only pages that count from 1 are served: choose --pages whole-list`,
      )
    }
    const isPageAsDeclared =
      isInteger(shape) && shape.minimum === 1 && shape.fallback === 1 && shape.members === undefined
    return { kind, page: page.name, isPageAsDeclared, size, ...stated }
  }
  const needs = `${kind} needs a parameter that takes ${kind === 'cursor' ? 'a cursor' : 'a token'}`
  const cursor = parameter(
    query,
    options.pageParameter,
    '--page',
    new RegExp(`${cursorNames.source}|${tokenNames.source}`),
    needs,
    path,
  )
  refuseUnfit(shapes.of(cursor.schema), `the parameter ${cursor.name}`)
  const next = lead(leaves, 'next', options.next, path)
  if (next === undefined) {
    throw new ScaffoldError(
      'PAGES',
      `the answer of GET ${path} holds no text that leads to the next page; --next POINTER names one, --pages whole-list does without`,
    )
  }
  const common = { cursor: cursor.name, size, next, ...stated }
  if (kind === 'forward-token') return { kind, ...common }
  const previous = lead(leaves, 'previous', undefined, path)
  return { kind, ...common, ...(previous === undefined ? {} : { previous }) }
}

/** Which kind the names of parameters and of the answer's members tell. */
function told({ query, path }: SourceOperation, leaves: readonly Leaf[], options: PageOptions): PageKind {
  const names = query.map(({ name }) => plain(name))
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  const leadsBack = leaves.some((leaf) => roleOf(leaf) === 'previous' && !isLink(leaf.shape))
  if (has(tokenNames)) return leadsBack ? 'cursor' : 'forward-token'
  if (has(cursorNames)) return 'cursor'
  if (has(pageNames)) return 'page-number'
  if (options.pageParameter !== undefined || options.next !== undefined) {
    throw new ScaffoldError(
      'PAGES',
      `the document does not tell how GET ${path} pages; choose with --pages ${listed(pageKinds, 'or')}`,
    )
  }
  const offset = query.find(({ name }) => offsetNames.test(plain(name)))
  if (offset === undefined) return 'whole-list'
  throw new ScaffoldError(
    'PAGES',
    `GET ${path} pages by ${offset.name}, which is not served; choose with --pages ${listed(pageKinds, 'or')}`,
  )
}

function parameter(
  query: readonly QueryParameter[],
  asked: string | undefined,
  flag: string,
  names: RegExp,
  needs: string,
  path: string,
): QueryParameter {
  const declared = query.length === 0 ? 'it declares none' : `it declares ${listed(query.map(({ name }) => name))}`
  if (asked !== undefined) {
    const found = query.find(({ name }) => name === asked)
    if (found === undefined) {
      throw new ScaffoldError(
        'PAGES',
        `${flag} ${JSON.stringify(asked)} is no query parameter of GET ${path}; ${declared}`,
      )
    }
    return found
  }
  const found = query.find(({ name }) => names.test(plain(name)))
  if (found === undefined) {
    throw new ScaffoldError(
      'PAGES',
      `${needs}, and GET ${path} has none that is known by its name: ${declared}; ${flag} NAME names one`,
    )
  }
  return found
}
