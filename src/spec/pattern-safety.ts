import { isArray, isObject } from './json.ts'
import { type PatternGraph, patternGraphs, Unjudged } from './pattern-graph.ts'
import { type Place, refusal } from './place.ts'
import { joinPointer } from './pointer.ts'
import { schemaKeywords } from './schema-keywords.ts'

/** How long a text may keep a pattern busy, by its length; `unknown` where that cannot be said. */
export type PatternRisk = 'exponential' | 'polynomial' | 'unknown'

/** Ways in which repetitions with a limit may divide a text among them: alone, and for each character of a text of any length. */
const mostDivisions = 100_000
const mostDivisionsEach = 1_000
/** Ways to fit a short text of one or two kinds of characters. */
const mostWays = 1e7
const triedLength = 64
/** Pairs and triples of places that are looked at. */
const mostVisits = 400_000
/** Kinds of characters that are tried in pairs. */
const pairedKinds = 8

/**
 * Whether a pattern of JSON Schema may take longer than linear time on some text, in an engine that backtracks, as V8's does. What it is
 * not sure of it calls a risk. Undefined for what is safe, and for what is no pattern: others say so better.
 * Method: Weber and Seidl, "On the degree of ambiguity of finite automata" (1991), over the ways to fit a text.
 */
export function patternRisk(pattern: string, flags = 'u'): PatternRisk | undefined {
  try {
    let found: PatternRisk | undefined
    for (const graph of patternGraphs(pattern, flags)) {
      const risk = riskOf(graph)
      if (risk === 'exponential') return risk
      found ??= risk
    }
    return found
  } catch (error) {
    if (error instanceof Unjudged) return error.risk
    // Brackets in brackets, by the thousand.
    if (error instanceof RangeError) return 'unknown'
    if (error instanceof SyntaxError) return flags === 'u' ? patternRisk(pattern, '') : undefined
    throw error
  }
}

/** Makes sure that no pattern of a document's schemas can be made to run for long. Throws SpecError PATTERN_UNSAFE. */
export function checkPatterns(place: Place, isMap = false): void {
  const { value, file, pointer } = place
  const beneath = (key: string | number) => joinPointer(pointer, key)
  if (isArray(value)) {
    for (const [index, item] of value.entries()) checkPatterns({ file, pointer: beneath(index), value: item })
    return
  }
  if (!isObject(value)) return
  for (const [key, member] of Object.entries(value)) {
    const at = { file, pointer: beneath(key), value: member }
    if (isMap || !schemaKeywords.data.includes(key)) {
      checkPatterns(at, !isMap && schemaKeywords.map.includes(key))
    }
    if (isMap) continue
    if (key === 'pattern' && typeof member === 'string') checkPattern(member, at)
    if (key === 'patternProperties' && isObject(member)) {
      for (const name of Object.keys(member)) checkPattern(name, { ...at, pointer: joinPointer(at.pointer, name) })
    }
  }
}

function checkPattern(pattern: string, place: Place): void {
  const danger = patternDanger(pattern)
  if (danger === undefined) return
  throw refusal(place, 'PATTERN_UNSAFE', `${danger}, so that one reply could stop everything; ${patternAdvice}`)
}

const sayings: Readonly<Record<PatternRisk, string>> = {
  exponential: 'takes exponential time on some texts',
  polynomial: 'takes more than linear time on some texts',
  unknown: 'is too large to be shown safe',
}

/** What may be done about an unsafe pattern. */
export const patternAdvice = 'write it without repetitions that compete for the same characters'

/** What is wrong with an unsafe pattern, as a sentence that names it; undefined for a safe one. */
export function patternDanger(pattern: string): string | undefined {
  const risk = patternRisk(pattern)
  return risk === undefined ? undefined : `the pattern ${shown(pattern)} ${sayings[risk]}`
}

function shown(pattern: string): string {
  return pattern.length > 100 ? `${pattern.slice(0, 100)}…` : pattern
}

function riskOf(graph: PatternGraph): PatternRisk | undefined {
  const { loopOf, loops } = loopsOf(graph)
  let visits = 0
  function visit(): void {
    visits += 1
    if (visits > mostVisits) throw new Unjudged('unknown', 'it is too large to be judged')
  }
  if (loops.some((loop) => dividesItself(graph, loop, loopOf, visit))) return 'exponential'
  const shared = new Set<number>()
  let isEndless = false
  for (const first of loops) {
    for (const second of loops) {
      if (first === second || !competes(graph, first, second, loopOf, visit)) continue
      const [a, b] = [turnsOf(graph, first), turnsOf(graph, second)]
      if (a === Number.POSITIVE_INFINITY && b === a) return 'polynomial'
      for (const [turns, loop] of [
        [a, first],
        [b, second],
      ] as const) {
        if (turns === Number.POSITIVE_INFINITY) isEndless = true
        else shared.add(loops.indexOf(loop))
      }
    }
  }
  const divisions = [...shared].reduce((product, index) => product * turnsOf(graph, loops[index] ?? []), 1)
  if (divisions > (isEndless ? mostDivisionsEach : mostDivisions)) return 'polynomial'
  return hasManyWays(graph) ? 'exponential' : undefined
}

type Loop = readonly number[]

function turnsOf({ positions }: PatternGraph, loop: Loop): number {
  return Math.max(...loop.map((position) => positions[position]?.turns ?? 1))
}

/** Strongly connected places, without those where the text fits already: no way through them is ever tried in vain. */
function loopsOf({ positions }: PatternGraph) {
  const loopOf = positions.map(() => -1)
  const loops: Loop[] = []
  const reachable = (start: number): Set<number> => {
    const found = new Set<number>()
    const open = [start]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of positions[at]?.next.keys() ?? []) {
        if (found.has(next) || positions[next]?.isEnough) continue
        found.add(next)
        open.push(next)
      }
    }
    return found
  }
  const known = new Map<number, Set<number>>()
  const from = (position: number) => {
    const found = known.get(position) ?? reachable(position)
    known.set(position, found)
    return found
  }
  // Only what a loop is made of can come back to itself.
  const candidates = [...positions.keys()].filter((position) => {
    const { turns = 1, isEnough = true } = positions[position] ?? {}
    return turns > 1 && !isEnough
  })
  for (const position of candidates) {
    if (loopOf[position] !== -1 || !from(position).has(position)) continue
    const loop = candidates.filter((other) => from(position).has(other) && from(other).has(position))
    for (const member of loop) loopOf[member] = loops.length
    loops.push(loop)
  }
  return { loopOf, loops }
}

/** Whether one text leads around a loop in two ways. */
function dividesItself({ positions }: PatternGraph, loop: Loop, loopOf: readonly number[], visit: () => void): boolean {
  const home = loopOf[loop[0] ?? 0]
  const inside = (position: number) =>
    [...(positions[position]?.next ?? [])].filter(([next]) => loopOf[next] === home && !positions[next]?.isEnough)
  if (loop.some((position) => inside(position).some(([, ways]) => ways === 'several'))) return true
  const [start = 0] = loop
  const pair = (a: number, b: number) => a * positions.length + b
  const forward = new Map<number, readonly [number, number]>()
  const backward = new Map<number, number[]>()
  const open: (readonly [number, number])[] = [[start, start]]
  forward.set(pair(start, start), [start, start])
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [a, b] = at
    for (const [nextA] of inside(a)) {
      for (const [nextB] of inside(b)) {
        visit()
        if (((positions[nextA]?.takes ?? 0n) & (positions[nextB]?.takes ?? 0n)) === 0n) continue
        const next = pair(nextA, nextB)
        backward.set(next, [...(backward.get(next) ?? []), pair(a, b)])
        if (forward.has(next)) continue
        forward.set(next, [nextA, nextB])
        open.push([nextA, nextB])
      }
    }
  }
  // Two ways that part and come together again in the loop.
  const seen = new Set([pair(start, start)])
  const back = [pair(start, start)]
  for (let at = back.pop(); at !== undefined; at = back.pop()) {
    const [a, b] = forward.get(at) ?? [0, 0]
    if (a !== b) return true
    for (const before of backward.get(at) ?? []) {
      if (seen.has(before)) continue
      seen.add(before)
      back.push(before)
    }
  }
  return false
}

/** Whether some text goes around the first loop, around the second, and from the first to the second. */
function competes(
  { positions }: PatternGraph,
  first: Loop,
  second: Loop,
  loopOf: readonly number[],
  visit: () => void,
): boolean {
  const [p = 0] = first
  const [firstHome, secondHome] = [loopOf[p], loopOf[second[0] ?? 0]]
  const size = positions.length
  const nextOf = (position: number) =>
    [...(positions[position]?.next.keys() ?? [])].filter((next) => !positions[next]?.isEnough)
  return second.some((q) => {
    const goal = (p * size + q) * size + q
    const seen = new Set<number>()
    const open: (readonly [number, number, number])[] = [[p, p, q]]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [a, b, c] = at
      for (const nextA of nextOf(a)) {
        if (loopOf[nextA] !== firstHome) continue
        for (const nextC of nextOf(c)) {
          if (loopOf[nextC] !== secondHome) continue
          const both = (positions[nextA]?.takes ?? 0n) & (positions[nextC]?.takes ?? 0n)
          if (both === 0n) continue
          for (const nextB of nextOf(b)) {
            visit()
            if ((both & (positions[nextB]?.takes ?? 0n)) === 0n) continue
            const key = (nextA * size + nextB) * size + nextC
            if (key === goal) return true
            if (seen.has(key)) continue
            seen.add(key)
            open.push([nextA, nextB, nextC])
          }
        }
      }
    }
    return false
  })
}

/** Whether a short text fits in very many ways, as `a?a?a?…` lets it: no loop is needed for that. */
function hasManyWays({ positions, kinds }: PatternGraph): boolean {
  const bits = Array.from({ length: kinds }, (_, bit) => 1n << BigInt(bit))
  const few = bits.slice(0, pairedKinds)
  const words = [...bits.map((bit) => [bit]), ...few.flatMap((a) => few.map((b) => [a, b]))]
  return words.some((word) => {
    let ways = positions.map(() => 1)
    for (let place = 0; place < triedLength; place += 1) {
      const bit = word[place % word.length] ?? 0n
      const after = positions.map(() => 0)
      for (const [position, { next }] of positions.entries()) {
        const here = ways[position] ?? 0
        if (here === 0) continue
        for (const [to, count] of next) {
          const target = positions[to]
          if (target === undefined || target.isEnough || (target.takes & bit) === 0n) continue
          after[to] = (after[to] ?? 0) + here * (count === 'several' ? 2 : 1)
        }
      }
      ways = after
      if (ways.some((count) => count > mostWays)) return true
    }
    return false
  })
}
