import { isArray, isObject, type Json, joinPointer } from '../spec/index.ts'
import { type Code, type Member, objectCode } from './code.ts'
import { ScaffoldError } from './errors.ts'
import { endingOf, type Lead } from './leads.ts'
import { isLink, leavesOf, type Role, roleOf } from './leaves.ts'
import type { FoundList } from './list.ts'
import type { Pages } from './pages.ts'
import { sample } from './sample.ts'
import type { Shape, Shapes } from './shape.ts'
import { memberName, quoted } from './words.ts'

/** The body of a success, as an expression over `items` and `info`. */
export interface Envelope {
  readonly code: Code
  /** Whether `info` needs what the paginator does not tell by itself: total, size and from. */
  readonly needsCounts: boolean
  readonly usesInfo: boolean
}

/** Marks an expression among JSON values. */
const mark = '\u0000'
const absent = `${mark}absent`

/** Builds the envelope: what tells of pages is worked out, all else is a constant that fits the schema. Throws ScaffoldError SCHEMA. */
export function envelopeOf(shapes: Shapes, list: FoundList, pages: Pages): Envelope {
  const leaves = leavesOf(shapes, list.body, list.pointer)
  const hasTotal = leaves.some((leaf) => roleOf(leaf) === 'total')
  let needsCounts = false
  const known = pages.kind === 'forward-token' || pages.kind === 'cursor' ? pages : undefined

  function worked(role: Role, shape: Shape): string | undefined {
    const found = expressions[pages.kind][role === 'count' && !hasTotal ? 'total' : role]
    if (found === undefined) return undefined
    if (found.includes('info.total') && pages.kind === 'forward-token') needsCounts = true
    if (/info\.(size|from)\b/.test(found) && pages.kind !== 'page-number') needsCounts = true
    // Of an empty list: what cannot be nothing.
    return (shape.minimum ?? 0) > 0 && /length|otal/.test(found) ? `Math.max(${shape.minimum}, ${found})` : found
  }

  function leadCode({ ending }: Lead, name: string): Json {
    if (ending === 'absent') return `${mark}...${name}`
    return `${mark}${name}${ending === 'empty' ? " ?? ''" : ''}`
  }

  function choose(name: string, shape: Shape, at: readonly string[]): Json | undefined {
    const here = joinPointer('', ...at, name)
    if (here === list.pointer) return `${mark}items`
    if (here === known?.next.pointer) return leadCode(known.next, nextName(pages))
    if (known?.kind === 'cursor' && here === known.previous?.pointer) return leadCode(known.previous, 'info.previous')
    const leaf = leaves.find(({ pointer }) => pointer === here)
    if (leaf === undefined) return undefined
    const role = roleOf(leaf)
    // What would lead elsewhere leads nowhere.
    if (role === 'next' || role === 'previous' || (isLink(shape) && /next|prev/i.test(name)))
      return nowhere(shape, leaf.isRequired)
    const expression = role === undefined ? undefined : worked(role, shape)
    if (expression !== undefined) return fitted(expression, role, shape, leaf.isRequired)
    if (shape.types[0] === 'boolean' && /^(success|ok)$/i.test(name) && shape.members === undefined) return true
    return undefined
  }

  const value = list.pointer === '' ? `${mark}items` : sample(shapes, list.body, choose)
  if (value === undefined) {
    throw new ScaffoldError('SCHEMA', `no body was found that satisfies the schema around the list at ${list.pointer}`)
  }
  const code = toCode(value)
  return { code, needsCounts, usesInfo: JSON.stringify(value).includes('info.') }
}

function nextName({ kind }: Pages): string {
  return kind === 'forward-token' ? 'info.nextToken' : 'info.next'
}

/** Undefined leaves the decision to the sample. */
function nowhere(shape: Shape, isRequired: boolean): Json | undefined {
  switch (endingOf(shape, isRequired)) {
    case 'null':
      return `${mark}null`
    case 'absent':
      return absent
    case 'empty':
      return ''
    default:
      return undefined
  }
}

/** Numbers of a page that is not there are null, absent, or the last resort: the page itself. */
function fitted(expression: string, role: Role | undefined, shape: Shape, isRequired: boolean): Json | undefined {
  if (role !== 'nextPage' && role !== 'previousPage') return mark + expression
  if (shape.nullable) return mark + expression
  return isRequired ? undefined : absent
}

type Expressions = Readonly<Record<Pages['kind'], Readonly<Partial<Record<Role, string>>>>>

const expressions: Expressions = {
  'whole-list': {
    total: 'items.length',
    count: 'items.length',
    size: 'Math.max(1, items.length)',
    page: '1',
    pages: '1',
    from: '0',
    more: 'false',
    earlier: 'false',
    last: 'true',
    first: 'true',
    nextPage: 'null',
    previousPage: 'null',
  },
  'page-number': {
    total: 'info.unfilteredCount',
    count: 'info.count',
    size: 'info.size',
    page: 'info.page',
    pages: 'info.totalPages',
    from: '(info.page - 1) * info.size',
    more: 'info.page < info.totalPages',
    earlier: 'info.page > 1',
    last: 'info.page >= info.totalPages',
    first: 'info.page === 1',
    nextPage: 'info.page < info.totalPages ? info.page + 1 : null',
    previousPage: 'info.page > 1 ? info.page - 1 : null',
  },
  'forward-token': {
    total: 'info.total',
    count: 'items.length',
    size: 'info.size',
    page: 'Math.floor(info.from / info.size) + 1',
    pages: 'Math.ceil(info.total / info.size)',
    from: 'info.from',
    more: 'info.nextToken !== null',
    earlier: 'info.from > 0',
    last: 'info.nextToken === null',
    first: 'info.from === 0',
  },
  cursor: {
    total: 'info.totalCount',
    count: 'items.length',
    size: 'info.size',
    page: 'Math.floor(info.from / info.size) + 1',
    pages: 'Math.ceil(info.totalCount / info.size)',
    from: 'info.from',
    more: 'info.next !== null',
    earlier: 'info.previous !== null',
    last: 'info.next === null',
    first: 'info.previous === null',
  },
}

/** A JSON value with marked expressions in it as code. */
export function toCode(value: Json): Code {
  if (typeof value === 'string') return value.startsWith(mark) ? value.slice(1) : quoted(value)
  if (isArray(value)) return { kind: 'list', items: value.map((item) => toCode(item)) }
  if (!isObject(value)) return String(value)
  const members = Object.entries(value).flatMap(([name, member]): Member[] => {
    if (member === absent) return []
    if (typeof member === 'string' && member.startsWith(`${mark}...`)) {
      const expression = member.slice(mark.length + 3)
      return [{ value: `...(${expression} === null ? {} : { ${memberName(name)}: ${expression} })` }]
    }
    return [{ name, value: toCode(member) }]
  })
  return objectCode(members)
}

/** An expression among JSON values. */
export function expression(text: string): string {
  return mark + text
}
