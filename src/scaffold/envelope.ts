import { joinPointer } from '../spec/index.ts'
import { absent, type Code, js, literal, name, namesIn, unlessNull, type Value } from './code.ts'
import { ScaffoldError } from './errors.ts'
import { endingOf, type Lead } from './leads.ts'
import { isLink, leavesOf, type Role, roleOf } from './leaves.ts'
import type { FoundList } from './list.ts'
import type { Pages } from './pages.ts'
import { sample } from './sample.ts'
import type { Shape, Shapes } from './shape.ts'

/** The body of a success, as an expression over `items` and `info`. */
export interface Envelope {
  readonly code: Code
  /** Whether `info` needs what the paginator does not tell by itself: total, size and from. */
  readonly needsCounts: boolean
  readonly usesInfo: boolean
}

/** Builds the envelope: what tells of pages is worked out, all else is a constant that fits the schema. Throws ScaffoldError SCHEMA. */
export function envelopeOf(shapes: Shapes, list: FoundList, pages: Pages): Envelope {
  const leaves = leavesOf(shapes, list.body, list.pointer)
  const hasTotal = leaves.some((leaf) => roleOf(leaf) === 'total')
  const known = pages.kind === 'forward-token' || pages.kind === 'cursor' ? pages : undefined

  function worked(role: Role, shape: Shape): Code | undefined {
    const found = expressions[pages.kind][role === 'count' && !hasTotal ? 'total' : role]
    if (found === undefined) return undefined
    // Of an empty list: what cannot be nothing.
    const isCount = [...namesIn(found).keys()].some((text) => /length|otal/.test(text))
    return (shape.minimum ?? 0) > 0 && isCount ? js`Math.max(${shape.minimum ?? 0}, ${found})` : found
  }

  function choose(member: string, shape: Shape, at: readonly string[]): Value | undefined {
    const here = joinPointer('', ...at, member)
    if (here === list.pointer) return name('items')
    if (here === known?.next.pointer) return leadCode(known.next, nextName(pages))
    if (known?.kind === 'cursor' && here === known.previous?.pointer) {
      return leadCode(known.previous, name('info.previous'))
    }
    const leaf = leaves.find(({ pointer }) => pointer === here)
    if (leaf === undefined) return undefined
    const role = roleOf(leaf)
    // What would lead elsewhere leads nowhere.
    if (role === 'next' || role === 'previous' || (isLink(shape) && /next|prev/i.test(member)))
      return nowhere(shape, leaf.isRequired)
    const expression = role === undefined ? undefined : worked(role, shape)
    if (expression !== undefined) return fitted(expression, role, shape, leaf.isRequired)
    if (shape.types[0] === 'boolean' && /^(success|ok)$/i.test(member) && shape.members === undefined) return true
    return undefined
  }

  const value = list.pointer === '' ? name('items') : sample(shapes, list.body, choose)
  if (value === undefined) {
    throw new ScaffoldError('SCHEMA', `no body was found that satisfies the schema around the list at ${list.pointer}`)
  }
  const code = literal(value)
  const names = [...namesIn(code).keys()]
  const countsOf = {
    'whole-list': [],
    'page-number': [],
    'forward-token': ['info.total', 'info.size', 'info.from'],
    cursor: ['info.size', 'info.from'],
  }
  return {
    code,
    needsCounts: countsOf[pages.kind].some((text) => names.includes(text)),
    usesInfo: names.some((text) => text.startsWith('info.')),
  }
}

function leadCode({ ending }: Lead, code: Code): Code {
  if (ending === 'absent') return unlessNull(code)
  return ending === 'empty' ? js`${code} ?? ''` : code
}

function nextName({ kind }: Pages): Code {
  return name(kind === 'forward-token' ? 'info.nextToken' : 'info.next')
}

/** Undefined leaves the decision to the sample. */
function nowhere(shape: Shape, isRequired: boolean): Value | undefined {
  switch (endingOf(shape, isRequired)) {
    case 'null':
      return null
    case 'absent':
      return absent
    case 'empty':
      return ''
    default:
      return undefined
  }
}

/** Numbers of a page that is not there are null, absent, or the last resort: the page itself. */
function fitted(expression: Code, role: Role | undefined, shape: Shape, isRequired: boolean): Code | undefined {
  if ((role !== 'nextPage' && role !== 'previousPage') || shape.nullable) return expression
  return isRequired ? undefined : absent
}

type Expressions = Readonly<Record<Pages['kind'], Readonly<Partial<Record<Role, Code>>>>>

const expressions: Expressions = {
  'whole-list': {
    total: name('items.length'),
    count: name('items.length'),
    size: js`Math.max(1, ${name('items.length')})`,
    page: js`1`,
    pages: js`1`,
    from: js`0`,
    more: js`false`,
    earlier: js`false`,
    last: js`true`,
    first: js`true`,
    nextPage: js`null`,
    previousPage: js`null`,
  },
  'page-number': {
    total: name('info.unfilteredCount'),
    count: name('info.count'),
    size: name('info.size'),
    page: name('info.page'),
    pages: name('info.totalPages'),
    from: js`(${name('info.page')} - 1) * ${name('info.size')}`,
    more: js`${name('info.page')} < ${name('info.totalPages')}`,
    earlier: js`${name('info.page')} > 1`,
    last: js`${name('info.page')} >= ${name('info.totalPages')}`,
    first: js`${name('info.page')} === 1`,
    nextPage: js`${name('info.page')} < ${name('info.totalPages')} ? ${name('info.page')} + 1 : null`,
    previousPage: js`${name('info.page')} > 1 ? ${name('info.page')} - 1 : null`,
  },
  'forward-token': {
    total: name('info.total'),
    count: name('items.length'),
    size: name('info.size'),
    page: js`Math.floor(${name('info.from')} / ${name('info.size')}) + 1`,
    pages: js`Math.ceil(${name('info.total')} / ${name('info.size')})`,
    from: name('info.from'),
    more: js`${name('info.nextToken')} !== null`,
    earlier: js`${name('info.from')} > 0`,
    last: js`${name('info.nextToken')} === null`,
    first: js`${name('info.from')} === 0`,
  },
  cursor: {
    total: name('info.totalCount'),
    count: name('items.length'),
    size: name('info.size'),
    page: js`Math.floor(${name('info.from')} / ${name('info.size')}) + 1`,
    pages: js`Math.ceil(${name('info.totalCount')} / ${name('info.size')})`,
    from: name('info.from'),
    more: js`${name('info.next')} !== null`,
    earlier: js`${name('info.previous')} !== null`,
    last: js`${name('info.next')} === null`,
    first: js`${name('info.previous')} === null`,
  },
}
