import type { Schema, Shape } from '../../options/index.ts'
import type { Stream, StreamSink } from '../journal-streams.ts'
import type { World } from '../world.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What an operation is called with: everything read and checked. */
export interface Call<Query, Body> {
  readonly world: World
  readonly query: Query
  readonly body: Body
  /** Parameters of the path, decoded. */
  readonly path: Readonly<Record<string, string>>
  /** Under which this server was reached. */
  readonly origin: string
  /** Under which it reaches itself. */
  readonly serverUrl: string
  /** Whether the client is on this machine and has the admin token, or a session that was opened with it. */
  readonly isOwner: boolean
  /** Of a client that goes on with a stream. */
  readonly lastEventId: string | undefined
  /** Whether the client asks for NDJSON in its Accept header. */
  readonly wantsLines: boolean
}

/** What an operation answers. */
export type Reply =
  | { readonly status: number; readonly json: unknown; readonly location?: string }
  | { readonly status: number; readonly text: string; readonly type: string }
  /** Many values, made one by one as they are sent. */
  | { readonly status: number; readonly lines: Iterable<unknown>; readonly form: ListForm }
  /** Server-sent events, until either side ends them. */
  | { readonly status: 200; readonly open: (sink: StreamSink) => Stream }
  | { readonly status: 204 }

/** How the JSON of many values is put together. */
export interface ListForm {
  readonly type: string
  readonly before: string
  readonly between: string
  /** Behind the last one. */
  readonly after: string
}

/** One reply that an operation can give, as the document describes it. */
export interface Described {
  readonly description: string
  readonly schema?: Schema
  readonly example?: unknown
  /** Default: application/json. Several stand for the same thing in other forms. */
  readonly types?: readonly string[]
}

export interface QueryParameter<T = unknown> {
  readonly shape: Shape<T>
  readonly description: string
}

/** One route: how it is called, what it answers, and the function behind it. The routes and their OpenAPI document are made from these. */
export interface Operation {
  readonly method: Method
  /** Under /__admin, in OpenAPI's form: `/tenants/{provider}/{tenant}`. */
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly query: Readonly<Record<string, QueryParameter>>
  readonly body?: {
    readonly schema: Schema
    readonly isNeeded: boolean
    readonly examples: Readonly<Record<string, unknown>>
    read(value: unknown): unknown
  }
  /** By status; what any operation can answer (400, 401, 403, 413, 415) is added by the document. */
  readonly replies: Readonly<Record<number, Described>>
  handle(call: Call<never, never>): Reply | Promise<Reply>
}

type QueryParameters = Readonly<Record<string, QueryParameter>>
type ReadQuery<Q extends QueryParameters> = {
  readonly [Name in keyof Q]?: Q[Name] extends QueryParameter<infer T> ? T : never
}

/** What a program gives in place of a query. */
export function shapesOf<const Q extends QueryParameters>(query: Q): { readonly [Name in keyof Q]: Q[Name]['shape'] } {
  const shapes = Object.entries(query).map(([name, { shape }]) => [name, shape])
  return Object.fromEntries(shapes) as { readonly [Name in keyof Q]: Q[Name]['shape'] }
}

/** Declares an operation, so that its function gets its own query and body. */
export function operation<const Q extends QueryParameters = Record<never, never>, Body = undefined>(declared: {
  readonly method: Method
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly query?: Q
  readonly body?: {
    readonly shape: Shape<Body>
    /** Default true. */
    readonly isNeeded?: boolean
    readonly examples: Readonly<Record<string, unknown>>
  }
  readonly replies: Readonly<Record<number, Described>>
  readonly handle: (call: Call<ReadQuery<Q>, Body>) => Reply | Promise<Reply>
}): Operation {
  const { body, query = {}, handle, ...rest } = declared
  return {
    ...rest,
    query,
    ...(body === undefined
      ? {}
      : {
          body: {
            schema: body.shape.schema,
            isNeeded: body.isNeeded ?? true,
            examples: body.examples,
            read: (value) => body.shape.read(value, []),
          },
        }),
    handle: handle as Operation['handle'],
  }
}
