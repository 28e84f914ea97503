import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { readPattern } from '../spec/index.ts'

/** A state of the automaton that reads a text: the character that it takes, and where it goes on. */
interface State {
  /** Absent: goes on without a character. */
  readonly takes?: RegExp
  readonly next: number[]
  /** Only the end of the text fits here. */
  readonly isEnd?: boolean
}

/** More would take long for what they say. */
const mostStates = 1_000
const mostCharacters = 1_000

/**
 * The position, from 0, of the first character with which a text can no longer come to match a pattern that begins with `^`; its length
 * where more characters could. Undefined where that cannot be known: another pattern, one that looks around, a long one or a long text.
 */
export function leavesAt(pattern: string, text: string): number | undefined {
  const states = automatonOf(pattern)
  if (states === undefined || text.length > mostCharacters) return undefined
  let current = reached(states, [0])
  let at = 0
  for (const character of text) {
    const next = [...current].flatMap((index) => {
      const { takes, next: following } = states[index] as State
      return takes?.test(character) === true ? following : []
    })
    if (next.length === 0) return at
    current = reached(states, next)
    at += character.length
  }
  return at
}

/** States that are reached without a character. */
function reached(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const all = new Set(from)
  for (const index of all) {
    const { takes, isEnd, next } = states[index] as State
    if (takes === undefined && isEnd !== true) for (const following of next) all.add(following)
  }
  return all
}

function automatonOf(pattern: string): readonly State[] | undefined {
  const states: State[] = []

  function state(one: State): number {
    if (states.length >= mostStates) throw new Error('too many states')
    return states.push(one) - 1
  }
  function either(alternatives: readonly AST.Alternative[], from: number): number {
    const end = state({ next: [] })
    for (const { elements } of alternatives) {
      const start = state({ next: [] })
      states[from]?.next.push(start)
      states[elements.reduce((at, element) => after(element, at), start)]?.next.push(end)
    }
    return end
  }
  /** Adds the states of an element behind another; gives the one behind it. */
  function after(element: AST.Element, from: number): number {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return taking(new RegExp(`^${element.raw}$`, 'us'), from)
      case 'Group':
      case 'CapturingGroup':
        return either(element.alternatives, from)
      case 'Quantifier':
        return repeated(element, from)
      case 'Assertion':
        if (element.kind !== 'end') throw new Error('looks around')
        return ending(from)
      default:
        throw new Error('looks back')
    }
  }
  function taking(takes: RegExp, from: number): number {
    const end = state({ next: [] })
    states[from]?.next.push(state({ takes, next: [end] }))
    return end
  }
  function ending(from: number): number {
    const end = state({ next: [], isEnd: true })
    states[from]?.next.push(end)
    return end
  }
  function repeated({ element, min, max }: AST.Quantifier, from: number): number {
    let at = from
    for (let count = 0; count < min; count += 1) at = after(element, at)
    if (max === Number.POSITIVE_INFINITY) {
      const loop = state({ next: [] })
      states[at]?.next.push(loop)
      states[after(element, loop)]?.next.push(loop)
      return loop
    }
    const end = state({ next: [] })
    for (let count = min; count < max; count += 1) {
      states[at]?.next.push(end)
      at = after(element, at)
    }
    states[at]?.next.push(end)
    return end
  }

  try {
    const { source = pattern, flags } = readPattern(pattern) ?? {}
    const { alternatives } = new RegExpParser().parsePattern(source, 0, source.length, { unicode: flags === 'u' })
    const [only, ...others] = alternatives
    const [start, ...elements] = only?.elements ?? []
    if (others.length > 0 || start?.type !== 'Assertion' || start.kind !== 'start') return undefined
    elements.reduce((at, element) => after(element, at), state({ next: [] }))
    return states
  } catch {
    return undefined
  }
}
