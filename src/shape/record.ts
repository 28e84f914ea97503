import { isJsonType, type Json, resolvePointer, responseFor, type SchemaShape, shapesOf } from '../spec/index.ts'
import { headerForm, mediaTypeForm, textForms } from './forms.ts'
import { described, merge, newPlace, observe, type Place, settle } from './place.ts'
import { addCounts, count, countsOf, sorted } from './tally.ts'
import type { HeaderShape, OperationShape, ReplyShape, ShapedExchange, ShapeSource } from './types.ts'
import { isHeaderName, isPassing, looksLikeHeader } from './vocabulary.ts'

/** Collects the shape of an operation's answers. Exchanges and merges in any order give the same shape. */
export interface ShapeRecord {
  observe(exchange: ShapedExchange): void
  /** Adds what another record of the same operation has seen. */
  merge(other: ShapeRecord): void
  /** The shape so far; undefined where nothing was seen. */
  result(): OperationShape | undefined
}

interface Replies {
  seen: number
  /** There were more names of headers than a server has: those that nobody declares are values. */
  isFolded: boolean
  readonly headers: Map<string, { seen: number; readonly forms: Map<string, number> }>
  readonly body: Place
  readonly schema: SchemaShape | undefined
}

interface Collected {
  readonly requests: Map<string, Map<string, Map<string, number>>>
  readonly sizes: Map<string, number>
  readonly asked: Map<string, number>
  readonly cursors: Map<string, number>
  readonly replies: Map<string, Replies>
}

const collected = new WeakMap<ShapeRecord, Collected>()

/** A header that few answers have may have a value for a name: it is told from so many on, and where at least half of all have it. */
const fewestNamed = 10
/** More names of headers, or forms of one, than a server has are values. */
const mostNames = 100
const mostForms = 40
const manyForms = 'many forms'

export function createShapeRecord({ operation, cursors = [] }: ShapeSource): ShapeRecord {
  const formOf = textForms(operation.document)
  const declaredHeaders = new Set(
    operation.responses.flatMap(({ headers }) => headers.map(({ name }) => name.toLowerCase())),
  )
  const declaredTypes = new Set(operation.responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType)))
  const all: Collected = {
    requests: new Map(),
    sizes: new Map(),
    asked: new Map(),
    cursors: new Map(),
    replies: new Map(),
  }

  function schemaOf(status: number, type: string): SchemaShape | undefined {
    const content = responseFor(operation, status)?.content.find(({ mediaType }) => isJsonType(mediaType))
    return content?.schema !== undefined && isJsonType(type) ? shapesOf(operation.document)(content.pointer) : undefined
  }

  function repliesOf(key: string, status: number, type: string): Replies {
    const found = all.replies.get(key) ?? newReplies(schemaOf(status, type))
    all.replies.set(key, found)
    return found
  }

  function isNamedHeader(name: string): boolean {
    return declaredHeaders.has(name) || isHeaderName(name)
  }

  const record: ShapeRecord = {
    observe({ method, status, headers, body, situation, page }) {
      const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
      const type = mediaTypeForm(contentType, (one) => declaredTypes.has(one))
      const verb = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'].find((one) => one === method)
      const prefix = method === 'GET' ? '' : `${verb ?? 'another method'} `
      const replies = repliesOf(`${prefix}${status} ${type}`, status, type)
      replies.seen += 1
      observeHeaders(replies, headers, isNamedHeader)
      observeBody(replies, body, type)
      const { law, what } = situation ?? { law: 'traffic', what: `${prefix || 'GET '}requests`.trim() }
      const byWhat = all.requests.get(law) ?? new Map<string, Map<string, number>>()
      all.requests.set(law, byWhat)
      const statuses = byWhat.get(what) ?? new Map<string, number>()
      byWhat.set(what, statuses)
      count(statuses, String(status))
      if (page?.isFull === true) {
        if (page.asked === undefined) count(all.sizes, String(page.rows))
        else count(all.asked, page.rows === page.asked ? 'as asked' : page.rows < page.asked ? 'fewer' : 'more')
      }
    },
    merge(other) {
      const more = collected.get(other)
      if (more === undefined) return
      for (const [law, byWhat] of more.requests) {
        const mine = all.requests.get(law) ?? new Map<string, Map<string, number>>()
        all.requests.set(law, mine)
        for (const [what, statuses] of byWhat) {
          const own = mine.get(what) ?? new Map<string, number>()
          mine.set(what, own)
          addCounts(own, statuses)
        }
      }
      for (const name of ['sizes', 'asked', 'cursors'] as const) addCounts(all[name], more[name])
      for (const [key, replies] of more.replies) {
        const own = all.replies.get(key) ?? newReplies(replies.schema)
        all.replies.set(key, own)
        own.seen += replies.seen
        merge(own.body, replies.body)
        for (const [name, { seen, forms }] of replies.headers) {
          const header = headerOf(own, name)
          header.seen += seen
          for (const [form, times] of forms) countForm(header.forms, form, times)
        }
        own.isFolded ||= replies.isFolded
        foldWhereMany(own, isNamedHeader)
      }
    },
    result() {
      if (all.replies.size === 0) return undefined
      const requests = [...all.requests].map(([law, byWhat]) => [
        law,
        sorted(Object.fromEntries([...byWhat].map(([what, statuses]) => [what, countsOf(statuses)]))),
      ])
      const pages = { sizes: all.sizes, asked: all.asked, cursors: all.cursors }
      return {
        requests: sorted(Object.fromEntries(requests)),
        pages: Object.fromEntries(
          Object.entries(pages).flatMap(([name, counts]) => (counts.size === 0 ? [] : [[name, countsOf(counts)]])),
        ),
        replies: sorted(
          Object.fromEntries([...all.replies].map(([key, one]) => [key, replyShape(one, isNamedHeader)])),
        ),
      }
    },
  }

  function observeBody(replies: Replies, text: string, type: string): void {
    const { body, schema } = replies
    const isJson = isJsonType(type)
    const value = text === '' || !isJson ? undefined : parsed(text)
    if (value === undefined) count(body.types, text === '' ? 'nothing' : isJson ? 'no JSON' : 'text')
    else {
      observe(body, value, schema, formOf)
      for (const pointer of cursors) {
        const cursor = resolvePointer(value, pointer)
        if (typeof cursor === 'string' && cursor !== '') count(all.cursors, String(cursor.length))
      }
    }
    settle(body)
  }

  collected.set(record, all)
  return record
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function observeHeaders(
  replies: Replies,
  headers: ShapedExchange['headers'],
  isNamed: (name: string) => boolean,
): void {
  const values = new Map<string, string>()
  for (const [given, value] of headers) {
    const name = given.toLowerCase()
    if (isPassing(name)) continue
    const key = isNamed(name) || (looksLikeHeader(name) && !replies.isFolded) ? name : '*'
    const before = values.get(key)
    values.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  for (const [name, value] of values) {
    const header = headerOf(replies, name)
    header.seen += 1
    countForm(header.forms, headerForm(value))
  }
  foldWhereMany(replies, isNamed)
}

function newReplies(schema: SchemaShape | undefined): Replies {
  return { seen: 0, isFolded: false, headers: new Map(), body: newPlace(), schema }
}

function foldWhereMany(replies: Replies, isNamed: (name: string) => boolean): void {
  const unnamed = [...replies.headers].filter(([name]) => name !== '*' && !isNamed(name))
  if (!replies.isFolded && unnamed.length <= mostNames) return
  replies.isFolded = true
  for (const [name, { seen, forms }] of unnamed) {
    replies.headers.delete(name)
    const rest = headerOf(replies, '*')
    rest.seen += seen
    for (const [form, times] of forms) countForm(rest.forms, form, times)
  }
}

function headerOf({ headers }: Replies, name: string) {
  const found = headers.get(name) ?? { seen: 0, forms: new Map<string, number>() }
  headers.set(name, found)
  return found
}

/** With too many forms, whatever order they came in, none is told. */
function countForm(forms: Map<string, number>, form: string, times = 1): void {
  count(forms, forms.has(manyForms) ? manyForms : form, times)
  if (forms.size <= mostForms) return
  const all = [...forms.values()].reduce((sum, one) => sum + one, 0)
  forms.clear()
  forms.set(manyForms, all)
}

function replyShape({ seen, headers, body, schema }: Replies, isNamed: (name: string) => boolean): ReplyShape {
  const told = new Map<string, { seen: number; forms: Map<string, number> }>()
  for (const [name, one] of headers) {
    const isTold = isNamed(name) || (one.seen >= fewestNamed && one.seen * 2 >= seen)
    const key = isTold ? name : '*'
    const own = told.get(key) ?? { seen: 0, forms: new Map() }
    told.set(key, own)
    own.seen += one.seen
    for (const [form, times] of one.forms) countForm(own.forms, form, times)
  }
  const shown = [...told].map(([name, one]): [string, HeaderShape] => [
    name,
    { seen: Math.min(one.seen, seen), forms: countsOf(one.forms) },
  ])
  return {
    seen,
    headers: sorted(Object.fromEntries(shown)),
    body: sorted(Object.fromEntries(described(body, schema, seen))),
  }
}
