import { joinPointer } from '../spec/index.ts'
import { absent, access, type Code, js, literal, name, namesIn, nullable, unless, type Value } from './code.ts'
import { ScaffoldError } from './errors.ts'
import { type End, endOf } from './leads.ts'
import { type Leaf, leavesOf, type Role, relationOf, roleOf, totalOf } from './leaves.ts'
import { type FoundList, identityPath } from './list.ts'
import type { Pages } from './pages.ts'
import type { Room } from './room.ts'
import { sample } from './sample.ts'
import type { Shape, Shapes } from './shape.ts'

/** The body of a success, as an expression over `items` and `info`. */
export interface Envelope {
  readonly code: Code
  readonly usesInfo: boolean
  /** There are URLs of pages in it. */
  readonly usesLinks: boolean
}

/** A value that leads to another page: when there is none, and what it is otherwise. */
interface Lead {
  readonly end: End
  /** Null where there is no such page; undefined where the list has no pages that it could lead to. */
  readonly code?: Code
  readonly isOver?: Code
}

/** Builds the envelope: what tells of pages is worked out, all else is a constant that fits the schema. Throws ScaffoldError SCHEMA. */
export function envelopeOf(shapes: Shapes, list: FoundList, pages: Pages): Envelope {
  const leaves = leavesOf(shapes, list.body, list.pointer)
  const total = totalOf(leaves)
  const expressions = pages.kind === 'whole-list' ? ofWhole : ofPage
  const leads = new Map(
    leaves.flatMap((leaf) => {
      const found = leadOf(leaf)
      return found === undefined ? [] : [[leaf.pointer, found] as const]
    }),
  )

  /** What leads on or back, by a cursor or by a URL. A link or cursor that the mock cannot make always says the end. */
  function leadOf(leaf: Leaf): Lead | undefined {
    const { pointer } = leaf
    const relation = relationOf(leaf)
    const role = relation === 'next' || relation === 'previous' ? relation : roleOf(leaf)
    const { next = undefined, previous = undefined } = pages.kind === 'whole-list' ? {} : pages
    const side = pointer === next?.pointer ? 'next' : pointer === previous?.pointer ? 'previous' : undefined
    if (side === undefined && role !== 'next' && role !== 'previous') return undefined
    const end = endOf(leaf) ?? { pointer, ending: 'empty' }
    // A relation that the mock does not page by: it always says the end.
    if (side === undefined && (pages.kind === 'whole-list' || relation === undefined)) return { end }
    const isOver = js`${name(`info.${side ?? role}`)} === null`
    return { end, isOver, code: side === undefined ? urlCode(leaf, name(`info.links.${role}`)) : name(`info.${side}`) }
  }

  function worked(leaf: Leaf, shape: Shape): Code | undefined {
    const relation = relationOf(leaf)
    if (relation !== undefined && pages.kind !== 'whole-list' && relation !== 'next' && relation !== 'previous') {
      return urlCode(leaf, name(`info.links.${relation}`))
    }
    const role = leaf.pointer === total ? 'total' : roleOf(leaf)
    if (role === undefined) return undefined
    if (role === 'lastId' || role === 'firstId') {
      const item = role === 'lastId' ? js`(items.at(-1) ?? {})` : js`(items[0] ?? {})`
      const id = identityPath(list.identity).reduce(access, item)
      if (shape.nullable) return js`${id} ?? null`
      return leaf.isRequired ? js`${id} ?? ''` : unless(id, js`items.length === 0`)
    }
    const found = expressions[role]
    if (found === undefined) return undefined
    // Of an empty list: what cannot be nothing.
    const isCount = [...namesIn(found).keys()].some((text) => /length|otal|count|pages/.test(text))
    const expression = (shape.minimum ?? 0) > 0 && isCount ? js`Math.max(${shape.minimum ?? 0}, ${found})` : found
    return fitted(expression, role, shape, leaf.isRequired)
  }

  function choose(member: string, shape: Shape, at: readonly string[], room: Room): Value | undefined {
    const path = [...at, member]
    const here = joinPointer('', ...path)
    if (here === list.pointer) return name('items')
    const ended = [...leads.values()].find(({ end }) => end.pointer === here)
    const lead = leads.get(here)
    const leaf = leaves.find(({ pointer }) => pointer === here)
    if (ended !== undefined) {
      const { end, code, isOver } = ended
      if (isOver === undefined) return end.ending === 'null' ? null : end.ending === 'absent' ? absent : ''
      if (lead?.code !== undefined && code !== undefined) {
        return end.ending === 'absent' ? unless(code) : end.ending === 'null' ? code : js`${code} ?? ''`
      }
      const made = sample(shapes, shape, choose, path, room)
      if (made === undefined) return undefined
      return end.ending === 'absent' ? unless(literal(made), isOver) : nullable(isOver, literal(made))
    }
    if (lead !== undefined) return lead.code
    if (leaf === undefined) return undefined
    const expression = worked(leaf, shape)
    if (expression !== undefined) return expression
    if (shape.types[0] === 'boolean' && /^(success|ok)$/i.test(member) && shape.members === undefined) return true
    return undefined
  }

  const value = list.pointer === '' ? name('items') : sample(shapes, list.body, choose)
  if (value === undefined) {
    throw new ScaffoldError('SCHEMA', `no body was found that satisfies the schema around the list at ${list.pointer}`)
  }
  const code = literal(value)
  const names = [...namesIn(code).keys()]
  return {
    code,
    usesInfo: names.some((text) => text.startsWith('info.')),
    usesLinks: names.some((text) => text.startsWith('info.links.')),
  }
}

/** A URL of a page: absolute, unless the document shows it from the root on. */
function urlCode({ name: member, shape }: Leaf, code: Code): Code {
  const isRelative = /path$/i.test(member) || shape.examples.some((text) => String(text).startsWith('/'))
  return isRelative ? js`${code}?.replace(/^https?:\\/\\/[^/]+/, '') ?? null` : code
}

/** Numbers of a page that is not there are null, absent, or the last resort: the page itself. */
function fitted(expression: Code, role: Role, shape: Shape, isRequired: boolean): Code | undefined {
  if (!/^(next|previous)/.test(role) || shape.nullable) return expression
  return isRequired ? undefined : absent
}

type Expressions = Readonly<Partial<Record<Role, Code>>>

/** Of a list that comes at once. */
const ofWhole: Expressions = {
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
  nextFrom: js`null`,
  previousFrom: js`null`,
}

const ofPage: Expressions = {
  total: name('info.total'),
  count: name('info.count'),
  size: name('info.size'),
  page: name('info.page'),
  pages: name('info.pages'),
  from: name('info.from'),
  more: js`${name('info.next')} !== null`,
  earlier: js`${name('info.previous')} !== null`,
  last: js`${name('info.next')} === null`,
  first: js`${name('info.previous')} === null`,
  nextPage: js`${name('info.next')} === null ? null : ${name('info.page')} + 1`,
  previousPage: js`${name('info.previous')} === null ? null : ${name('info.page')} - 1`,
  nextFrom: js`${name('info.next')} === null ? null : ${name('info.from')} + ${name('info.size')}`,
  previousFrom: js`${name('info.previous')} === null ? null : Math.max(0, ${name('info.from')} - ${name('info.size')})`,
}
