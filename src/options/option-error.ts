import { joinPointer, type Token } from '../spec/index.ts'
import { nearest } from './nearest.ts'

/** Steps into what was given: `['faults', 0, 'code']`; empty for the whole. */
export type Place = readonly Token[]

/** Makes the message from the name of the place, such as `faults[0].code`; `renamed` gives the shown name of an option. */
type Say = (name: string, renamed: (name: string) => string) => string

const asItIs = (name: string): string => name

/**
 * An option, a setting or a value for the admin API that is not accepted. The message is one line: of which call, which option, and what
 * is accepted.
 */
export class OptionError extends Error {
  readonly code = 'BAD_OPTION'
  /** JSON pointer into what was given. */
  readonly at: string
  /** Whether the message begins with the name of a call. */
  readonly hasCall: boolean
  readonly #place: Place
  readonly #say: Say

  constructor(place: Place, say: Say, call?: string) {
    const sentence = say(nameOf(place) || 'the options', asItIs)
    super(call === undefined ? sentence : `${call}: ${sentence}`)
    this.name = 'OptionError'
    this.at = joinPointer('', ...place)
    this.hasCall = call !== undefined
    this.#place = place
    this.#say = say
  }

  /** The message without the call, with a word for the whole value, and with other names for places. */
  sentence(whole: string, renamed = asItIs): string {
    return this.#say(renamed(nameOf(this.#place) || whole), renamed)
  }

  /** Whether this place itself is wrong, and not a value inside it. */
  isAbout(place: Place): boolean {
    return this.at === joinPointer('', ...place)
  }

  /** The same error of a call. */
  of(call: string): OptionError {
    return new OptionError(this.#place, this.#say, call)
  }
}

/** The error `faults[0].code is …`. */
export function badValue(at: Place, predicate: string): OptionError {
  return new OptionError(at, (name) => `${name} ${predicate}`)
}

/** Throws the sentence `faults[0].code must be …, not …`. */
export function refuse(at: Place, accepts: string, value: unknown): never {
  throw badValue(at, `must be ${accepts}, not ${shown(value)}`)
}

/** The sentence for an unknown name, with the known one that was probably meant. */
export function unknownName(what: string, given: string, known: readonly string[], whole = given): string {
  const [near] = nearest(given, known, 1)
  const advice = near === undefined ? `; known are ${known.join(', ')}` : `: did you mean ${JSON.stringify(near)}?`
  return `unknown ${what} ${shown(whole)}${advice}`
}

function nameOf(place: Place): string {
  return place
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${cut(step)}`))
    .join('')
    .replace(/^\./, '')
}

const mostShown = 60

function cut(text: string): string {
  return (text.length > mostShown ? `${text.slice(0, mostShown)}…` : text).replace(/\p{C}+/gu, ' ')
}

/** What was given, if it is short and not an object or a list. */
function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(cut(value))
    case 'number':
    case 'boolean':
      return String(value)
    case 'undefined':
      return 'nothing'
    case 'object':
      if (value === null) return 'null'
      if (!Array.isArray(value)) return 'an object'
      return value.length < 4 && value.every((one) => typeof one === 'number') ? JSON.stringify(value) : 'a list'
    default:
      return `a ${typeof value}`
  }
}
