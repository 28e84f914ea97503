import { type Json, joinPointer } from '../spec/index.ts'
import type { Auth } from './auth.ts'
import { type Code, js, literal, name as nameCode, objectCode, type Value } from './code.ts'
import { isFit } from './fit.ts'
import { type DeclaredResponse, responseFor, type SourceOperation } from './operation.ts'
import { Room } from './room.ts'
import { type Choose, sample, sampleNumber, sampleText } from './sample.ts'
import type { Shape, Shapes } from './shape.ts'
import { plain } from './words.ts'

/** How one status is said. */
export interface Failure {
  readonly status: number
  /** Headers: names and values in turn. */
  readonly headers: readonly string[]
  /** An expression over `message`; undefined for no body. */
  readonly body?: Code
  /** JSON pointer of the message in the body. */
  readonly messageAt?: string
  /** Whether the document declares the status. */
  readonly isDocumented: boolean
}

export interface Failures {
  readonly unauthenticated: number
  readonly invalid: number
  readonly forbidden: boolean
  readonly byStatus: readonly Failure[]
  /** Statuses, as declared, whose schema nothing can satisfy. */
  readonly impossible: readonly string[]
}

const message = nameCode('message')
const messageBody = objectCode([{ name: 'message', value: message }])

const codes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  422: 'invalid',
  429: 'too_many_requests',
  500: 'internal_error',
}

/** Chooses statuses, and builds their bodies from what the document says of them, or else plain. */
export function failuresOf(shapes: Shapes, { responses }: SourceOperation, auth: Auth): Failures {
  const declares = (status: number) => responses.some((response) => response.status === String(status))
  const unauthenticated = declares(401) || !declares(403) ? 401 : 403
  const invalid = declares(400) || !declares(422) ? 400 : 422
  const statuses = [...new Set([invalid, unauthenticated, 403, 404, 405, 429, 500])].sort()
  const impossible = new Set<string>()
  const byStatus = statuses.map((status): Failure => {
    const response = responseFor(responses, status)
    const challenge = status === unauthenticated ? challengeOf(auth) : []
    const made =
      response === undefined ? likeAnother(status, challenge) : failureOf(shapes, status, response, challenge)
    if (made === undefined && response !== undefined) impossible.add(response.status)
    return made ?? { ...plainFailure(status, challenge), isDocumented: response !== undefined }
  })

  /** An error that the document does not declare looks as one that it does, the nearest first. */
  function likeAnother(status: number, challenge: readonly string[]): Failure | undefined {
    const distance = (other: DeclaredResponse) => Math.abs(status - Number(other.status.replace('XX', '00')))
    const errors = responses
      .filter(({ status: other, isJson, schema }) => /^[45]/.test(other) && isJson && schema !== undefined)
      .sort((one, other) => distance(one) - distance(other))
    for (const { examples: _, ...other } of errors) {
      const made = failureOf(shapes, status, { ...other, examples: [], headers: [] }, challenge)
      if (made !== undefined) return { ...made, isDocumented: false }
    }
    return undefined
  }
  return {
    unauthenticated,
    invalid,
    forbidden: auth.kind === 'client-credentials',
    byStatus,
    impossible: [...impossible],
  }
}

/** The scheme that a 401 asks for: it always asks for one (RFC 9110, 15.5.2). For keys in headers no name is registered: assumed. */
function challengeOf({ label }: Auth): readonly string[] {
  const scheme = label === 'basic' ? 'Basic realm="api"' : /bearer|client/.test(label) ? 'Bearer' : 'ApiKey'
  return ['WWW-Authenticate', scheme]
}

function plainFailure(status: number, challenge: readonly string[]): Failure {
  return {
    status,
    headers: ['Content-Type', 'application/json', ...challenge],
    body: messageBody,
    messageAt: '/message',
    isDocumented: false,
  }
}

/** Undefined when no body can satisfy the schema. */
function failureOf(
  shapes: Shapes,
  status: number,
  response: DeclaredResponse,
  challenge: readonly string[],
): Failure | undefined {
  const own = pairs([...declaredHeaders(shapes, response), ...challenge]).filter(
    ([name], index, all) =>
      !isTold(name, status) && all.findIndex(([other]) => other.toLowerCase() === name.toLowerCase()) === index,
  )
  const { mediaType, schema, isJson, examples } = response
  if (mediaType === undefined) return { status, headers: own.flat(), isDocumented: true }
  const all = ['Content-Type', mediaType, ...own.flat()]
  // What a class of statuses shows is of one of them.
  const shown = response.status === String(status) && isJson ? examples : []
  const example = shown.find((body) => schema === undefined || isFit(shapes, schema, body))
  if (example !== undefined) return { status, headers: all, body: literal(asBody(example, isJson)), isDocumented: true }
  if (schema === undefined) {
    const body = isJson ? messageBody : message
    return {
      status,
      headers: all,
      body,
      ...(isJson ? { messageAt: '/message' } : {}),
      isDocumented: true,
    }
  }
  const shape = shapes.of(schema)
  if (shape === undefined) return undefined
  let messageAt: string | undefined
  const choose: Choose = (name, inner, path, room) => {
    const found = told(name, inner, status)
    if (found !== undefined) return found
    if (isMessage(name, inner)) {
      messageAt ??= joinPointer('', ...path, name)
      return message
    }
    return firstOf(name, inner, [...path, name], room)
  }
  // A list of errors says nothing when it is empty.
  function firstOf(name: string, inner: Shape, path: readonly string[], room: Room): Value | undefined {
    if (inner.types[0] !== 'array' || !/^(errors?|messages?|details?|issues|violations|problems)$/.test(plain(name)))
      return undefined
    const item = inner.minItems > 1 || inner.maxItems === 0 ? undefined : shapes.of(...(inner.items ?? []))
    if (item === undefined || (item.isUntyped && item.types.length === 0)) return undefined
    if (item.types[0] === 'string' && item.members === undefined && fits(item)) {
      messageAt ??= joinPointer('', ...path, '0')
      return [message]
    }
    const value = sample(shapes, item, choose, [...path, '0'], room)
    return value === undefined ? undefined : [value]
  }
  const isPlain = shape.types[0] === 'string' && shape.members === undefined && fits(shape)
  const value = isPlain ? message : (firstOf('errors', shape, [], new Room()) ?? sample(shapes, shape, choose))
  if (value === undefined) return undefined
  if (isPlain && isJson) messageAt = ''
  const body = isPlain && isJson ? js`JSON.stringify(${message})` : literal(asBody(value, isJson))
  return {
    status,
    headers: all,
    body,
    ...(messageAt === undefined ? {} : { messageAt }),
    isDocumented: true,
  }
}

/** A mock sends a text as it is, and all else as JSON. */
function asBody(value: Value, isJson: boolean): Value {
  return isJson && typeof value === 'string' ? JSON.stringify(value) : value
}

/** Texts that are the message, in the order in which they are. */
function isMessage(name: string, shape: Shape): boolean {
  return (
    shape.types[0] === 'string' &&
    shape.members === undefined &&
    /^(message|detail|details|description|errordescription|errormessage|title|error|reason|msg|text|summary|longmessage|usermessage)$/.test(
      plain(name),
    ) &&
    fits(shape)
  )
}

/** Whether any of our messages is short and free enough. */
function fits({ format, patterns, minLength = 0, maxLength = 200 }: Shape): boolean {
  return format === undefined && patterns.length === 0 && minLength <= 5 && maxLength >= 100
}

/** What follows from the status alone. */
function told(name: string, shape: Shape, status: number): Json | undefined {
  const named = plain(name)
  if (shape.members !== undefined) return shape.members.find((member) => member === status || member === codes[status])
  const [type] = shape.types
  if (/^(status|statuscode|httpstatus|httpcode|code|errorcode)$/.test(named)) {
    if (type === 'integer' || type === 'number') return sampleNumber(shape, status)
    const candidates =
      named.startsWith('status') || named.startsWith('http') ? [String(status)] : [codes[status] ?? '', String(status)]
    if (type === 'string') return candidates.find((text) => sampleText({ ...shape, examples: [text] }) === text)
  }
  if (type === 'string' && named === 'type' && /^uri/.test(shape.format ?? '')) return 'about:blank'
  return undefined
}

/** A value for each header that a response declares: the contract takes the document at its word. */
export function declaredHeaders(shapes: Shapes, { headers }: DeclaredResponse): readonly string[] {
  return headers.flatMap(({ name, schema, examples }) => {
    const lower = name.toLowerCase()
    // It leads to pages: a constant would lead astray.
    if (lower === 'link') return []
    const plainShape = shapes.of(schema)
    const shape = plainShape && {
      ...plainShape,
      examples: [...examples, ...plainShape.examples, ...usualNumber(lower)],
    }
    if (lower === 'www-authenticate') return [name, 'Bearer']
    const usual = usualHeaders.find(([names]) => names.test(lower))?.[1]
    if (
      usual !== undefined &&
      examples.length === 0 &&
      shape?.types[0] === 'string' &&
      sampleText({ ...shape, examples: [...shape.examples, usual] }) === usual
    ) {
      return [name, usual]
    }
    const value = shape === undefined ? undefined : sample(shapes, shape)
    if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)]
    return [name, typeof value === 'string' ? value.replace(/[^\x20-\x7e]+/g, ' ') : '*']
  })
}

/** What the headers of a limit say where the document only says that they are numbers. */
function usualNumber(name: string): readonly number[] {
  if (!/rate-?limit/.test(name)) return []
  return [name.endsWith('remaining') ? 999 : name.endsWith('reset') ? 60 : 1_000]
}

/** What headers say where the document only says that they are text. */
const usualHeaders: readonly (readonly [RegExp, string])[] = [
  [/^access-control-allow-(origin|headers)$/, '*'],
  [/^access-control-allow-methods$/, 'GET, HEAD'],
  [/^cache-control$/, 'no-store'],
  [/^etag$/, '"1"'],
  [/^vary$/, 'Accept-Encoding'],
  [/(^|-)(request|correlation|trace)-?id$/, '8d1f6c4b-2a0e-4d73-9f8c-1d5b7e9a4260'],
  [/rate-?limit/, '1000'],
]

/** Headers that the reply adds itself. */
function isTold(name: string, status: number): boolean {
  return (status === 429 && name.toLowerCase() === 'retry-after') || (status === 405 && name.toLowerCase() === 'allow')
}

function pairs(list: readonly string[]): readonly (readonly [string, string])[] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? ''] as const] : []))
}

/** The list of headers as code. */
export function headerCode(headers: readonly string[]): Code {
  return literal(Object.fromEntries(pairs(headers)))
}
