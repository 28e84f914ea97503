import { joinPointer, type Token } from '../spec/index.ts'

/** One place of a JSON text that a parser passes over in silence or stumbles on. */
export interface JsonFlaw {
  readonly kind: 'duplicate' | 'syntax'
  /** JSON pointer of the repeated member, or of the innermost value that was being read. */
  readonly at: string
  /** In UTF-16 units, from 0. */
  readonly offset: number
  readonly reason: string
}

/** An object or a list that is still open. */
interface Frame {
  /** Of an object: the names so far. */
  readonly names?: Set<string>
  token: Token
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const FIRST_PLAIN = 0x20

type State = 'value' | 'first-item' | 'first-name' | 'name' | 'colon' | 'after' | 'end'

const SPACE = /[ \t\n\r]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const LITERAL = /true|false|null/y

/** Repeated members that are listed one by one. */
const mostFlaws = 100

/** Reads a JSON text to the end or to the first mistake (RFC 8259) and tells that mistake and every member that is named twice. */
export function scanJson(text: string): readonly JsonFlaw[] {
  const flaws: JsonFlaw[] = []
  const frames: Frame[] = []
  let state: State = 'value'
  let offset = 0

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = offset
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) offset += found.length
    return found
  }
  /** By hand, since an expression needs a place in memory for every character that it may give back. */
  function takeString(): string | undefined {
    if (text[offset] !== '"') return undefined
    let end = offset + 1
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
      // A control character has to be escaped; beyond the end there is no code.
      if (!(code >= FIRST_PLAIN)) return undefined
      ESCAPE.lastIndex = end
      const length = code === BACKSLASH ? ESCAPE.exec(text)?.[0].length : 1
      if (length === undefined) return undefined
      end += length
    }
    const found = text.slice(offset, end + 1)
    offset = end + 1
    return found
  }
  function flaw(kind: JsonFlaw['kind'], reason: string): void {
    const at = joinPointer('', ...frames.map(({ token }) => token))
    if (flaws.length < mostFlaws) flaws.push({ kind, at, offset, reason })
  }
  function open(frame: Frame, next: State): State {
    frames.push(frame)
    offset += 1
    return next
  }
  function done(): State {
    return frames.length === 0 ? 'end' : 'after'
  }
  function close(): State {
    frames.pop()
    offset += 1
    return done()
  }
  /** The next state, or undefined when the character does not fit. */
  function step(next: string): State | undefined {
    const frame = frames.at(-1)
    if (state === 'colon' && next === ':') {
      offset += 1
      return 'value'
    }
    if (state === 'value' || state === 'first-item') {
      if (state === 'first-item' && next === ']') return close()
      if (next === '{') return open({ names: new Set(), token: '' }, 'first-name')
      if (next === '[') return open({ token: 0 }, 'first-item')
      return (takeString() ?? take(NUMBER) ?? take(LITERAL)) === undefined ? undefined : done()
    }
    if (frame === undefined) return undefined
    if (state === 'first-name' && next === '}') return close()
    if (state === 'after' && next === (frame.names ? '}' : ']')) return close()
    if (state === 'after' && next === ',') {
      offset += 1
      if (typeof frame.token === 'number') frame.token += 1
      return frame.names ? 'name' : 'value'
    }
    if (state !== 'name' && state !== 'first-name') return undefined
    const start = offset
    const name = takeString()
    if (name === undefined || !frame.names) return undefined
    frame.token = String(JSON.parse(name))
    if (frame.names.has(frame.token)) {
      offset = start
      flaw('duplicate', `${name} stands twice in the same object`)
      offset += name.length
    }
    frame.names.add(frame.token)
    return 'colon'
  }

  for (;;) {
    take(SPACE)
    const next = text[offset]
    if (next === undefined) {
      if (state !== 'end') flaw('syntax', 'it ends before the value is complete')
      return flaws
    }
    const following = step(next)
    if (following === undefined) {
      const reason =
        state === 'end' ? 'something follows the end of the value' : `${JSON.stringify(next)} is out of place`
      flaw('syntax', reason)
      return flaws
    }
    state = following
  }
}
