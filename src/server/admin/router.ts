import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import { badValue, OptionError, type Place, unknownName } from '../../options/index.ts'
import { ControlError, type ControlErrorCode } from '../control-error.ts'
import { listenerUrl, requestOrigin } from '../origin.ts'
import type { World } from '../world.ts'
import type { Call, Operation } from './operation.ts'
import { sendReply } from './send-reply.ts'

/** Nobody tells the server more at once. */
const bodyLimit = 64 * 1024
/** Levels of a body; no operation takes half as many. */
const deepest = 16
/** Steps of the way to such a place that its error names. */
const shownSteps = 4

const statuses: Readonly<Record<ControlErrorCode, number>> = {
  NOT_FOUND: 404,
  EXISTS: 409,
  SWITCHED_OFF: 409,
  FORBIDDEN: 403,
  BUSY: 503,
}

/** Adds the routes under /__admin. What is none of them is passed on. */
export function addOperations(router: Router, world: World, operations: readonly Operation[]): void {
  const readBody = express.json({ limit: bodyLimit, strict: false })
  for (const operation of operations) {
    const path = operation.path === '' ? '/' : operation.path.replace(/\{(\w+)\}/g, ':$1')
    const handlers: RequestHandler[] = [
      ...(operation.body === undefined ? [] : [refuseOtherTypes, readBody]),
      (request, response) => answer(world, operation, request, response),
    ]
    router[operation.method](path, ...handlers)
  }
  router.use(refuseOtherMethods(operations))
  router.use(refuseUnreadable)
}

/** What Express's body reader makes of a body that cannot be read. */
const refuseUnreadable: ErrorRequestHandler = (error: { readonly type?: string }, _request, response, next) => {
  switch (error.type) {
    case 'entity.parse.failed':
      response.status(400).json({ message: `the body cannot be read as JSON${placeIn(error as Error)}` })
      return
    case 'entity.too.large':
      response.status(413).json({ message: 'the body is larger than 64 KiB' })
      return
    case 'encoding.unsupported':
    case 'charset.unsupported':
      response.status(415).json({ message: 'the body must be JSON in UTF-8, in no coding but gzip, deflate or br' })
      return
    default:
      next(error)
  }
}

/** Where the parser stopped: node gives it nowhere but in its message. */
function placeIn({ message }: Error): string {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return ` from character ${Number(position) + 1} on`
  return /end of JSON/.test(message) ? ': it ends too early' : ''
}

/** Throws OptionError: whatever reads or quotes such a value may run out of stack. */
function refuseDeep(value: unknown, at: Place = []): void {
  if (typeof value !== 'object' || value === null) return
  if (at.length >= deepest) throw badValue(at.slice(0, shownSteps), `is nested deeper than ${deepest} levels`)
  if (Array.isArray(value)) value.forEach((item, place) => void refuseDeep(item, [...at, place]))
  else for (const [name, member] of Object.entries(value)) refuseDeep(member, [...at, name])
}

/** Refuses a body that is not JSON: a web page can send any other type without asking first. */
const refuseOtherTypes: RequestHandler = (request, response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (!hasBody || request.is('application/json') === 'application/json') {
    next()
    return
  }
  response.status(415).json({ message: 'the body must be JSON under Content-Type: application/json' })
}

async function answer(world: World, operation: Operation, request: Request, response: Response): Promise<void> {
  try {
    const call: Call<unknown, unknown> = {
      world,
      query: queryOf(operation, request),
      body: bodyOf(operation, request),
      path: request.params as Record<string, string>,
      origin: requestOrigin(request),
      serverUrl: listenerUrl(request),
      isOwner: response.locals['isOwner'] === true,
      lastEventId: request.get('last-event-id'),
      wantsLines: request.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson',
    }
    await sendReply(response, await operation.handle(call as Call<never, never>))
  } catch (error) {
    if (error instanceof OptionError) response.status(400).json({ message: error.sentence('the body') })
    else if (error instanceof ControlError) response.status(statuses[error.code]).json({ message: error.message })
    else throw error
  }
}

/** Throws OptionError for a parameter that is not known: a filter that is misspelt would fit everything. */
function queryOf({ query, method, path }: Operation, request: Request): Record<string, unknown> {
  const mark = request.url.indexOf('?')
  const given = new URLSearchParams(mark === -1 ? '' : request.url.slice(mark + 1))
  const found: Record<string, unknown> = {}
  for (const [name, text] of given) {
    const parameter = Object.hasOwn(query, name) ? query[name] : undefined
    if (parameter === undefined) {
      const sentence = unknownName('parameter', name, Object.keys(query))
      throw new OptionError([name], () => `${method.toUpperCase()} /__admin${path}: ${sentence}`)
    }
    if (Object.hasOwn(found, name)) throw badValue([name], 'is given twice')
    const { shape } = parameter
    found[name] = shape.read(shape.fromText?.(text) ?? text, [name])
  }
  return found
}

function bodyOf({ body }: Operation, request: Request): unknown {
  if (body === undefined) return undefined
  const given: unknown = request.body
  if (given !== undefined) {
    refuseDeep(given)
    return body.read(given)
  }
  if (!body.isNeeded) return undefined
  throw badValue([], 'is needed, in JSON')
}

function refuseOtherMethods(operations: readonly Operation[]): RequestHandler {
  const byPath = new Map<string, Operation[]>()
  for (const operation of operations) byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation])
  const tests = [...byPath].map(([path, known]) => ({
    isPath: new RegExp(`^${path === '' ? '/?' : path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    allow: known.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])),
  }))
  return (request, response, next) => {
    const allow = tests.find(({ isPath }) => isPath.test(request.path))?.allow
    if (allow === undefined) {
      next()
      return
    }
    response
      .status(405)
      .set('Allow', allow.join(', '))
      .json({ message: `${request.method} is not served at /__admin${request.path}; ${allow.join(', ')} are` })
  }
}
