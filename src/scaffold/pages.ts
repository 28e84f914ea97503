import { ScaffoldError } from './errors.ts'
import { type Lead, lead, refuseUnfit } from './leads.ts'
import { type Leaf, leavesOf, relationOf, roleOf, totalOf } from './leaves.ts'
import type { FoundList } from './list.ts'
import type { QueryParameter, SourceOperation } from './operation.ts'
import type { Shape, Shapes } from './shape.ts'
import { isInteger, type SizeRule, sizeRule } from './size-rule.ts'
import { listed, plain } from './words.ts'

const pageKinds = ['whole-list', 'page-number', 'offset', 'forward-token', 'cursor', 'last-id'] as const
export type PageKind = (typeof pageKinds)[number]

/** A list in pages: what a client asks for the next one by, and where a reply says it. */
export interface PagedList {
  readonly kind: Exclude<PageKind, 'whole-list'>
  /** Takes the number, the cursor or the identity. */
  readonly parameter: string
  /** Takes what leads back, where that is another one. */
  readonly back?: string
  /** Number of the first page. */
  readonly first: 0 | 1
  /** The parameter is a number, cursors too. */
  readonly isNumeric: boolean
  /** The document says of the parameter what the mock needs to know. */
  readonly isAsDeclared: boolean
  /** The item that is named comes with the page. */
  readonly isInclusive: boolean
  readonly size?: SizeRule
  /** The cursor of the next page, and of the one before. */
  readonly next?: Lead
  readonly previous?: Lead
  /** The URL of the next page: JSON pointer, or Link for the header; absent where no URL is given. */
  readonly url?: string
  /** Everywhere that URLs of the next page are: JSON pointers, and Link for the header. */
  readonly leads: readonly string[]
  /** There is a Link header too. */
  readonly hasLinkHeader: boolean
  /** JSON pointer of a flag that says whether more items follow. */
  readonly more?: string
  /** The parameter is none that the document declares: URLs of pages carry it. */
  readonly isUndeclared?: true
}

export type Pages = {
  /** Where a success states the number of all items. */
  readonly total?: string
} & ({ readonly kind: 'whole-list' } | PagedList)

export interface PageOptions {
  readonly pages?: string
  /** Name of the parameter with the page's number or the cursor. */
  readonly pageParameter?: string
  readonly sizeParameter?: string
  /** JSON pointer of what leads to the next page. */
  readonly next?: string
}

const pageNames = /^(page|pagenumber|number|pageno|pagenum|currentpage|p)$/
const cursorNames =
  /^(cursor|after|startingafter|afterid|nextcursor|pagecursor|pageafter|startafter|startcursor|iterator|lastid|beforeid)$/
const tokenNames =
  /^(token|nexttoken|pagetoken|nextpagetoken|continuationtoken|continuation|paginationtoken|skiptoken|marker|nextmarker|startkey)$/
const sizeNames =
  /^(perpage|pagesize|limit|size|pagelimit|maxresults|maxitems|maxpagesize|count|take|first|top|itemsperpage|resultsperpage|results|rows)$/
const offsetNames = /^(offset|skip|start|from|startindex|pageoffset)$/
const untilNames = /^until$/
const backNames = /^(before|endingbefore|beforeid|previouscursor|prevcursor|since)$/
/** Identities of items, and no cursors, whatever else the document says. */
const identityNames = /^(startingafter|startafter|afterid|lastid|beforeid)$/

/** Items of a page that nobody asked to be shorter. */
const longestPage = 10_000

/** Chooses how the list is cut into pages. Throws ScaffoldError PAGES. */
export function choosePages(shapes: Shapes, operation: SourceOperation, list: FoundList, options: PageOptions): Pages {
  const { pages: asked } = options
  if (asked !== undefined && !(pageKinds as readonly string[]).includes(asked)) {
    throw new ScaffoldError('PAGES', `--pages must be ${listed(pageKinds, 'or')}, not ${JSON.stringify(asked)}`)
  }
  const leaves = leavesOf(shapes, list.body, list.pointer)
  const total = totalOf(leaves)
  const stated = total === undefined ? {} : { total }
  const found = asked === undefined ? recognized(shapes, operation, leaves, list, options) : undefined
  const kind = (asked as PageKind | undefined) ?? found?.kind ?? 'whole-list'
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
  const size = sizeOf(shapes, query, leaves, options, path)
  const names = namesOf[kind]
  const { name: chosen, schema } =
    found?.parameter ??
    parameter(query, options.pageParameter, '--page', names, `${kind} needs a parameter ${takes[kind]}`, path)
  const shape = shapes.of(schema)
  const isCursor = kind === 'cursor' || kind === 'forward-token'
  const isNumeric = kind === 'page-number' || kind === 'offset' || (isCursor && isInteger(shape))
  const first = isFromZero(shape) ? 0 : 1
  const back =
    isCursor || kind === 'last-id' ? query.find(({ name }) => backNames.test(bare(name)) && name !== chosen) : undefined
  if (isCursor && !isNumeric) refuseUnfit(shape, `the parameter ${chosen}`)
  if (!isCursor && options.next !== undefined)
    throw new ScaffoldError('PAGES', `--next has no meaning for --pages ${kind}`)
  const next = isCursor ? lead(leaves, 'next', options.next, path, isNumeric) : undefined
  const previous =
    kind === 'cursor' && next !== undefined ? lead(leaves, 'previous', undefined, path, isNumeric) : undefined
  const url = urlOf(operation, leaves, isCursor && next === undefined && list.pointer === '')
  if (isCursor && next === undefined && url === undefined) {
    throw new ScaffoldError(
      'PAGES',
      `the answer of GET ${path} holds no ${isNumeric ? 'number' : 'text'} that leads to the next page; --next POINTER names one, --pages whole-list does without`,
    )
  }
  const hasLinkHeader = url === 'Link' || isLinkDeclared(operation)
  const more = leaves.find((leaf) => roleOf(leaf) === 'more')?.pointer
  return {
    kind,
    parameter: chosen,
    first: kind === 'page-number' ? first : 1,
    isNumeric,
    isAsDeclared: isAsDeclared(kind, shape, first),
    isInclusive: kind === 'last-id' && offsetNames.test(bare(chosen)),
    leads: [...nextLinks(leaves).map(({ pointer }) => pointer), ...(hasLinkHeader ? ['Link'] : [])],
    hasLinkHeader,
    ...(back === undefined ? {} : { back: back.name }),
    ...(size === undefined ? {} : { size }),
    ...(next === undefined ? {} : { next }),
    ...(previous === undefined ? {} : { previous }),
    ...(url === undefined ? {} : { url }),
    ...(more === undefined ? {} : { more }),
    ...(found?.parameter === ofLinks ? { isUndeclared: true } : {}),
    ...stated,
  }
}

/** Of a list whose pages have URLs, and whose document says nothing of what is in them. */
export const ofLinks: QueryParameter = { name: 'page', schema: { type: 'integer', minimum: 1, default: 1 } }

const takes: Readonly<Record<PagedList['kind'], string>> = {
  'page-number': 'for the number of the page',
  offset: 'for the number of items to leave out',
  'forward-token': 'that takes a token',
  cursor: 'that takes a cursor',
  'last-id': 'that takes the identity of an item',
}

const namesOf: Readonly<Record<PagedList['kind'], RegExp>> = {
  'page-number': pageNames,
  offset: offsetNames,
  'forward-token': new RegExp(`${cursorNames.source}|${tokenNames.source}`),
  cursor: new RegExp(`${cursorNames.source}|${tokenNames.source}`),
  'last-id': cursorNames,
}

/** Parameters that look as if they had to do with pages, and that are not served. */
export function ignoredParameters(operation: SourceOperation, pages: Pages): readonly string[] {
  const all = [pageNames, cursorNames, tokenNames, sizeNames, offsetNames, untilNames, backNames]
  const served = pages.kind === 'whole-list' ? [] : [pages.parameter, pages.back, pages.size?.parameter]
  return operation.query
    .filter((one) => !served.includes(one.name) && all.some((names) => names.test(bare(one.name))))
    .filter((one) => !isOfFirstPage(operation, one))
    .map(({ name }) => name)
}

/** Whether a first page takes the parameter too, so that it leads to no other: it is required, or a token of another kind. */
function isOfFirstPage({ required }: SourceOperation, { name, description = '' }: QueryParameter): boolean {
  return required.some((one) => one.in === 'query' && one.name === name) || /\bauthenticat/i.test(description)
}

/** A name without what only says that it has to do with pages: `pagination.limit`, `$top`. */
function bare(name: string): string {
  return plain(name).replace(/^pagin(?:ation|g)(?=[a-z])/, '')
}

function sizeOf(
  shapes: Shapes,
  query: readonly QueryParameter[],
  leaves: readonly Leaf[],
  options: PageOptions,
  path: string,
): SizeRule | undefined {
  const isNamed = options.sizeParameter !== undefined || query.some(({ name }) => sizeNames.test(bare(name)))
  if (!isNamed) return undefined
  const size = sizeRule(shapes, parameter(query, options.sizeParameter, '--size', sizeNames, '', path))
  const longest = Math.max(size.minimum, size.fallback)
  if (longest > longestPage) {
    throw new ScaffoldError(
      'PAGES',
      `${size.parameter} makes pages of ${longest} items; up to ${longestPage} are served: choose --pages whole-list`,
    )
  }
  // A page states its size, and may allow less of it than the parameter does.
  const most = leaves.find((leaf) => roleOf(leaf) === 'size')?.shape.maximum ?? size.maximum
  if (most >= size.maximum || most <= longest) return size
  return { ...size, maximum: most, basis: 'assumed', isAsDeclared: false }
}

function isFromZero(shape: Shape | undefined): boolean {
  return shape?.fallback === 0 || (shape?.fallback === undefined && shape?.minimum === 0)
}

function isAsDeclared(kind: PagedList['kind'], shape: Shape | undefined, first: number): boolean {
  if (shape === undefined || shape.nullable || shape.members !== undefined) return false
  if (kind === 'page-number') return isInteger(shape) && shape.minimum === first && shape.fallback === first
  if (kind === 'offset') return isInteger(shape) && shape.minimum === 0 && shape.fallback === 0
  return shape.types[0] === 'string' && !shape.isUntyped
}

/** Where the URL of the next page is. */
function urlOf(operation: SourceOperation, leaves: readonly Leaf[], isNeeded: boolean): string | undefined {
  const inBody = nextLinks(leaves)[0]?.pointer
  // A cursor that no body can hold comes in the header.
  return inBody ?? (isLinkDeclared(operation) || isNeeded ? 'Link' : undefined)
}

function nextLinks(leaves: readonly Leaf[]): readonly Leaf[] {
  return leaves.filter((leaf) => relationOf(leaf) === 'next')
}

function isLinkDeclared({ success }: SourceOperation): boolean {
  return success.headers.some(({ name }) => name.toLowerCase() === 'link')
}

/** Which kind the names and types of parameters and of the answer's members tell, and by which parameter. */
function recognized(
  shapes: Shapes,
  operation: SourceOperation,
  leaves: readonly Leaf[],
  list: FoundList,
  options: PageOptions,
): { readonly kind: PagedList['kind']; readonly parameter?: QueryParameter } | undefined {
  const { query, path } = operation
  const texts = leaves.filter(({ shape }) => shape.types.includes('string'))
  const hasLead = (role: 'next' | 'previous', isNumeric: boolean) =>
    isNumeric
      ? leaves.some((leaf) => !texts.includes(leaf) && (roleOf(leaf) === `${role}Page` || roleOf(leaf) === role))
      : texts.some((leaf) => relationOf(leaf) === undefined && roleOf(leaf) === role)
  const named = (names: RegExp) => query.find(({ name }) => names.test(bare(name)))
  const isNumber = ({ schema }: QueryParameter) => isInteger(shapes.of(schema))
  const token = query.find((one) => tokenNames.test(bare(one.name)) && !isOfFirstPage(operation, one))
  const cursor =
    query.find(({ name }) => cursorNames.test(bare(name)) && !backNames.test(bare(name))) ?? named(cursorNames)
  const page = named(pageNames)
  const offset = named(offsetNames)
  const until = named(untilNames)

  const byCursor = [token, cursor, page, offset, until].find(
    (one) =>
      one !== undefined && !(isNumber(one) && (one === page || one === offset)) && hasLead('next', isNumber(one)),
  )
  if (byCursor !== undefined) {
    return {
      kind: byCursor === token && !hasLead('previous', isNumber(byCursor)) ? 'forward-token' : 'cursor',
      parameter: byCursor,
    }
  }
  if (options.next !== undefined && (token ?? cursor) !== undefined) return { kind: 'cursor' }
  if (page !== undefined) return { kind: 'page-number', parameter: page }
  if (offset !== undefined && isNumber(offset)) return { kind: 'offset', parameter: offset }
  const isLinked = urlOf(operation, leaves, false) !== undefined
  if (cursor !== undefined && !isNumber(cursor)) {
    const name = bare(cursor.name)
    const { description = '' } = cursor
    const isOpaque = name === 'cursor' || (list.pointer === '' && /\bcursor\b/i.test(description))
    if (identityNames.test(name) || !isOpaque) return { kind: 'last-id', parameter: cursor }
    return { kind: 'cursor', parameter: cursor }
  }
  if (offset !== undefined && isLinked) return { kind: 'last-id', parameter: offset }
  const unclear = token ?? cursor ?? offset
  if (unclear === undefined && isLinked) return { kind: 'page-number', parameter: ofLinks }
  if (unclear === undefined && options.pageParameter === undefined && options.next === undefined) return undefined
  throw new ScaffoldError(
    'PAGES',
    `the document does not say how GET ${path} pages${unclear === undefined ? '' : ` by ${unclear.name}`}; choose with --pages ${listed(pageKinds, 'or')}`,
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
  const found = query.find(({ name }) => names.test(bare(name)))
  if (found === undefined) {
    throw new ScaffoldError(
      'PAGES',
      `${needs}, and GET ${path} has none that is known by its name: ${declared}; ${flag} NAME names one`,
    )
  }
  return found
}
