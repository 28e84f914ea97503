import { type AST, RegExpParser } from '@eslint-community/regexpp'

/** One place of a pattern that takes a character. */
export interface Position {
  /** The kinds of characters that it takes, one bit each. */
  readonly takes: bigint
  /** What may take the next character, and whether one way leads there or several. */
  readonly next: ReadonlyMap<number, 'one' | 'several'>
  /** Most turns of the repetition that it is in; infinite for `*` and for the search for a beginning. */
  readonly turns: number
  /** Whether the text fits already once this place has taken a character, whatever follows. */
  readonly isEnough: boolean
}

/** A pattern as a graph: each way through it is one way in which an engine that backtracks may try to fit a text. */
export interface PatternGraph {
  readonly positions: readonly Position[]
  readonly kinds: number
}

/** For what no graph says faithfully; the message says why. */
export class Unjudged extends Error {
  readonly risk: 'exponential' | 'polynomial' | 'unknown'

  constructor(risk: Unjudged['risk'], reason: string) {
    super(reason)
    this.risk = risk
  }
}

/** More repetitions than this are a loop; fewer are written out. */
const writtenOut = 4
const mostPositions = 3_000
const mostSteps = 20_000
/** Characters that may be looked at from each place of a text. */
const mostLookedAt = 100

/** Characters by which sets are compared: all that are common, a spread of the others, and those that the pattern names. */
const commonCharacters = [
  ...Array.from({ length: 0x300 }, (_, code) => code),
  ...Array.from({ length: 0x400 }, (_, index) => 0x300 + index * 0x3d),
  0x1f600,
  0x20000,
  0x10ffff,
]

interface Step {
  readonly to: number
  /** Whether the text may forbid it: `$`, `\b`, what looks around. */
  readonly isGuarded: boolean
}

interface Taking {
  readonly from: number
  readonly to: number
  readonly set: string
  readonly turns: number
}

/** The graphs of a pattern: its own, and one for each assertion that looks around. Throws Unjudged, SyntaxError. */
export function patternGraphs(pattern: string, flags: string): readonly PatternGraph[] {
  const parser = new RegExpParser()
  const tree = parser.parsePattern(pattern, undefined, undefined, { unicode: flags.includes('u') })
  const around: AST.LookaroundAssertion[] = []
  const own = graphOf(tree.alternatives, flags.includes('y') ? 'ahead' : 'search', flags, (assertion, isRepeated) => {
    if (isRepeated && longest(assertion) > mostLookedAt)
      throw new Unjudged('polynomial', 'it looks around from every place')
    around.push(assertion)
  })
  const graphs = [own]
  for (let assertion = around.pop(); assertion !== undefined; assertion = around.pop()) {
    const mode = assertion.kind === 'lookahead' ? 'ahead' : 'behind'
    graphs.push(graphOf(assertion.alternatives, mode, flags, (inner) => around.push(inner)))
  }
  return graphs
}

type Meet = (assertion: AST.LookaroundAssertion, isRepeated: boolean) => void

function graphOf(
  alternatives: readonly AST.Alternative[],
  mode: 'search' | 'ahead' | 'behind',
  flags: string,
  meet: Meet,
): PatternGraph {
  const steps: Step[][] = [[]]
  const takings: Taking[] = []
  const codes = new Set(commonCharacters)

  function state(): number {
    return steps.push([]) - 1
  }
  function go(from: number, to: number, isGuarded = false): void {
    steps[from]?.push({ to, isGuarded })
  }
  function take(from: number, set: string, turns: number): number {
    if (takings.length >= mostPositions) throw new Unjudged('unknown', 'it is too large to be judged')
    const to = state()
    takings.push({ from, to, set, turns })
    return to
  }

  function addAll(list: readonly AST.Alternative[], from: number, turns: number): number {
    const end = state()
    for (const { elements } of list) {
      const start = state()
      go(from, start)
      go(
        elements.reduce((at, element) => add(element, at, turns, true), start),
        end,
      )
    }
    return end
  }

  function add(element: AST.Element, from: number, turns: number, isRepeated: boolean): number {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return addAll(element.alternatives, from, turns)
      case 'Quantifier':
        return repeat(element, from, turns)
      case 'Assertion': {
        if (element.kind === 'lookahead' || element.kind === 'lookbehind') meet(element, isRepeated)
        const to = state()
        // Ways begin behind a character, where `^` lets nothing pass.
        if (element.kind !== 'start' || flags.includes('m')) go(from, to, true)
        return to
      }
      case 'Backreference': {
        const groups = [element.resolved].flat()
        if (groups.some((group) => longest(group) > mostLookedAt))
          throw new Unjudged('polynomial', 'it repeats a text of any length')
        const to = take(from, '[^]', turns)
        go(from, to, true)
        return to
      }
      case 'Character':
        codes.add(element.value)
        return take(from, element.raw, turns)
      default:
        if ('elements' in element) element.elements.forEach(note)
        return take(from, element.raw, turns)
    }
  }

  /** The ends of each range, and what is next to them. */
  function note(element: { readonly type: string }): void {
    const { min, max, value } = element as { min?: AST.Character; max?: AST.Character; value?: number }
    const named = [min?.value, max?.value, typeof value === 'number' ? value : undefined]
    for (const code of named) if (code !== undefined) for (const near of [code - 1, code, code + 1]) codes.add(near)
  }

  function repeat({ element, min, max }: AST.Quantifier, from: number, turns: number): number {
    const isLoop = max > writtenOut
    const once = (at: number) => add(element, at, isLoop ? max : turns, true)
    // Each of them may be the one that takes nothing.
    if (min > writtenOut && isNullable(element) && !isEmpty(element))
      throw new Unjudged('exponential', 'it repeats what may be empty')
    let at = from
    if (!isLoop) {
      for (let count = 0; count < min; count += 1) at = once(at)
      const ends = [at]
      for (let count = min; count < max; count += 1) {
        at = once(at)
        ends.push(at)
      }
      const end = state()
      for (const one of ends) go(one, end)
      return end
    }
    const head = state()
    const end = state()
    go(at, head)
    const back = once(head)
    go(back, head)
    if (min === 0) go(head, end)
    else go(back, end)
    // A loop that must go on for a while is not enough when it begins.
    return min > 1 ? add(element, end, turns, true) : end
  }

  const finish = state()
  // An engine tries every place of the text as the beginning.
  if (mode === 'search') takings.push({ from: 0, to: 0, set: '[^]', turns: Number.POSITIVE_INFINITY })
  for (const { elements } of alternatives) {
    const start = state()
    go(0, start)
    // What looks around right behind `^` does so once.
    const [first] = elements
    let isOnce = first?.type === 'Assertion' && first.kind === 'start' && !flags.includes('m')
    let at = start
    for (const element of elements) {
      at = add(element, at, 1, !isOnce)
      isOnce &&= element.type === 'Assertion'
    }
    go(at, finish, mode === 'behind')
  }
  return finished(steps, takings, finish, { codes: [...codes], flags })
}

function finished(
  steps: readonly (readonly Step[])[],
  takings: readonly Taking[],
  finish: number,
  { codes, flags }: { codes: readonly number[]; flags: string },
): PatternGraph {
  const { kindsOf, kinds } = characterKinds([...new Set(takings.map(({ set }) => set))], codes, flags)
  const startingAt = new Map<number, number[]>()
  for (const [index, { from }] of takings.entries()) startingAt.set(from, [...(startingAt.get(from) ?? []), index])
  const known = new Map<number, Pick<Position, 'next' | 'isEnough'>>()

  function from(state: number): Pick<Position, 'next' | 'isEnough'> {
    const next = new Map<number, 'one' | 'several'>()
    let isEnough = false
    let left = mostSteps
    const passed = new Set<Step>()
    function walk(at: number, isFree: boolean): void {
      left -= 1
      if (left < 0) throw new Unjudged('unknown', 'it is too large to be judged')
      if (at === finish && isFree) isEnough = true
      for (const position of startingAt.get(at) ?? []) next.set(position, next.has(position) ? 'several' : 'one')
      // A way that takes nothing twice is cut short by every engine.
      for (const step of steps[at] ?? []) {
        if (passed.has(step)) continue
        passed.add(step)
        walk(step.to, isFree && !step.isGuarded)
        passed.delete(step)
      }
    }
    walk(state, true)
    return { next, isEnough }
  }

  const positions = takings.map(({ to, set, turns }) => {
    const reached = known.get(to) ?? from(to)
    known.set(to, reached)
    return { takes: kindsOf(set), turns, ...reached }
  })
  return { positions, kinds }
}

/** Characters that every set of the pattern treats alike are one kind. */
function characterKinds(sets: readonly string[], codes: readonly number[], flags: string) {
  const own = flags.replace(/[^isuv]/g, '')
  const tests = sets.map((set) => new RegExp(`^(?:${set})$`, own))
  const kinds = new Set<string>()
  for (const code of codes) {
    if (code < 0 || code > 0x10ffff) continue
    const character = String.fromCodePoint(code)
    kinds.add(tests.map((test) => (test.test(character) ? '1' : '0')).join(''))
  }
  const all = [...kinds]
  const bySet = new Map(
    sets.map((set, place) => [
      set,
      all.reduce((bits, kind, bit) => (kind[place] === '1' ? bits | (1n << BigInt(bit)) : bits), 0n),
    ]),
  )
  return { kindsOf: (set: string) => bySet.get(set) ?? 0n, kinds: all.length }
}

/** Characters of the longest text that it takes. */
function longest(node: AST.Node): number {
  if (node.type === 'Quantifier') return node.max === 0 ? 0 : node.max * longest(node.element)
  if (node.type === 'Alternative') return node.elements.reduce((sum, element) => sum + longest(element), 0)
  if (node.type === 'Assertion' && !('alternatives' in node)) return 0
  if ('alternatives' in node) return Math.max(...node.alternatives.map(longest))
  return node.type === 'Backreference' ? Math.max(...[node.resolved].flat().map(longest)) : 1
}

function isNullable(element: AST.Element): boolean {
  if (element.type === 'Quantifier') return element.min === 0 || isNullable(element.element)
  if (element.type === 'Assertion' || element.type === 'Backreference') return true
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.some(({ elements }) => elements.every(isNullable))
  return false
}

/** Takes no character at all. */
function isEmpty(element: AST.Element): boolean {
  if (element.type === 'Quantifier') return element.max === 0 || isEmpty(element.element)
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.every(({ elements }) => elements.every(isEmpty))
  return element.type === 'Assertion'
}
