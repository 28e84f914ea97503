import { OptionError } from './option-error.ts'
import type { Shape } from './shape.ts'

/** One argument of a call. */
export interface Argument<T> {
  /** Undefined for the options: an error names the option itself. */
  readonly name: string | undefined
  readonly shape: Shape<NonNullable<T>>
  readonly isNeeded: boolean
}

/** A shape for each argument of a function. */
type ArgumentsOf<A extends readonly unknown[]> = {
  readonly [Place in keyof A]-?: Argument<Exclude<A[Place], undefined>>
}

/** The description of a call: its name and its arguments. */
export interface Call {
  readonly name: string
  readonly arguments: readonly Argument<unknown>[]
}

const description = Symbol('the call’s description')

/** An argument by position. */
export function argument<T>(name: string, shape: Shape<NonNullable<T>>, isNeeded = true): Argument<T> {
  return { name, shape, isNeeded }
}

/** The options of a call, which may be left out. */
export function optional<T>(shape: Shape<NonNullable<T>>): Argument<T> {
  return { name: undefined, shape, isNeeded: false }
}

/** The options of a call, which must be given. */
export function wanted<T>(shape: Shape<NonNullable<T>>): Argument<T> {
  return { name: undefined, shape, isNeeded: true }
}

/**
 * A function that checks its arguments. It throws OptionError for an argument that is not accepted. An OptionError that the function
 * itself throws gets the name of the call too.
 */
export function call<A extends readonly unknown[], R>(
  name: string,
  args: ArgumentsOf<A>,
  work: (...given: A) => R,
): (...given: A) => R {
  const wanted = args as readonly Argument<unknown>[]
  return describedAs({ name, arguments: wanted }, (...given: A) => {
    try {
      return work(...(wanted.map((one, place) => read(one, given[place])) as unknown as A))
    } catch (error) {
      throw named(name, error)
    }
  })
}

/** The same for a function that gives a promise: it rejects. */
export function asyncCall<A extends readonly unknown[], R>(
  name: string,
  args: ArgumentsOf<A>,
  work: (...given: A) => Promise<R>,
): (...given: A) => Promise<R> {
  const start = call(name, args, work)
  return describedAs({ name, arguments: args as readonly Argument<unknown>[] }, async (...given: A) => {
    try {
      return await start(...given)
    } catch (error) {
      throw named(name, error)
    }
  })
}

/** A function that loads the real one when it is called, with the real one's description. */
export function describedLater<F extends object>(load: () => Promise<object>, called: F): F {
  return describedAs(async () => describedCall(await load()), called)
}

/** The description of a function; undefined when it checks nothing. */
export async function describedCall(called: object): Promise<Call | undefined> {
  const told = (called as { readonly [description]?: Call | (() => Promise<Call | undefined>) })[description]
  return typeof told === 'function' ? told() : told
}

function describedAs<F extends object>(told: Call | (() => Promise<Call | undefined>), called: F): F {
  return Object.defineProperty(called, description, { value: told })
}

function read({ name, shape, isNeeded }: Argument<unknown>, value: unknown): unknown {
  if (value === undefined && !isNeeded) return undefined
  return shape.read(value, name === undefined ? [] : [name])
}

/** An error about options with the name of this call, unless it has the name of another one already. */
function named(call: string, error: unknown): unknown {
  return error instanceof OptionError && !error.hasCall ? error.of(call) : error
}
