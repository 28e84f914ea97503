import { isWithin, joinPointer } from '../../../spec/index.ts'

/** One line of a body as it is shown. */
export interface ExcerptLine {
  readonly text: string
  /** Whether it belongs to the place that a finding points at. */
  readonly isMarked: boolean
}

/** Where the walk is: inside which lists and objects, and in which of their members. */
interface Level {
  readonly isList: boolean
  readonly pointer: string
  index: number
  key: string
  isEmpty: boolean
}

const tokens = /"(?:[^"\\]|\\[\s\S])*"?|[{}[\],:]|[^\s"{}[\],:]+/g
// A body nested or long beyond reason would make a page so, too.
const deepestIndent = 20
const longestLine = 400

/**
 * A body for reading: JSON on indented lines, with the value at a JSON pointer marked, anything else as it came. The body may be cut
 * off anywhere and need not be valid; nothing is left out and nothing added but white space.
 */
export function excerptLines(body: string, at: string | undefined): readonly ExcerptLine[] {
  if (!/^\s*[{[]/.test(body)) return body.split('\n').flatMap((line) => folded(line, false))
  const lines: ExcerptLine[] = []
  const levels: Level[] = []
  let line = ''
  let isMarked = false

  for (const [token] of body.matchAll(tokens)) {
    const level = levels.at(-1)
    if (token === '{' || token === '[') {
      add(token, pointerIn(level))
      levels.push({ isList: token === '[', pointer: pointerIn(level), index: 0, key: '', isEmpty: true })
    } else if (token === '}' || token === ']') {
      levels.pop()
      if (level !== undefined && !level.isEmpty) endLine()
      add(token, level?.pointer ?? '')
      if (levels.length === 0) endLine()
    } else if (token === ',') {
      line += token
      endLine()
      if (level !== undefined) level.index += 1
    } else if (token === ':') {
      line += ': '
    } else {
      const isKey = level !== undefined && !level.isList && !line.endsWith(': ')
      if (isKey) level.key = textOf(token)
      add(token, pointerIn(level))
    }
  }
  endLine()
  return lines

  function add(token: string, pointer: string): void {
    const level = levels.at(-1)
    if (level?.isEmpty === true && token !== '}' && token !== ']') {
      level.isEmpty = false
      endLine()
    }
    if (line === '') line = '  '.repeat(Math.min(levels.length, deepestIndent))
    line += token
    if (at !== undefined && at !== '' && isWithin(pointer, at)) isMarked = true
  }

  function endLine(): void {
    if (line.trim() !== '') lines.push(...folded(line, isMarked))
    line = ''
    isMarked = false
  }
}

function pointerIn(level: Level | undefined): string {
  if (level === undefined) return ''
  return joinPointer(level.pointer, level.isList ? level.index : level.key)
}

function textOf(token: string): string {
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}

function folded(text: string, isMarked: boolean): readonly ExcerptLine[] {
  const parts = text.match(new RegExp(`.{1,${longestLine}}`, 'gsu')) ?? ['']
  return parts.map((part) => ({ text: part, isMarked }))
}
