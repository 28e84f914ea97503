import { isObject, type JsonObject, objectOf } from '../spec/index.ts'

/** With fewer columns, what is asked for has a line of its own. */
const fewColumns = 100

/**
 * One request of a journal for people: number, time, answer, provider and tenant, what was asked for, and what was decided. It is cut to the
 * columns of a terminal; undefined cuts nothing.
 */
export function requestText(entry: JsonObject, columns: number | undefined): string {
  const request = objectOf(entry['request'])
  const answer = objectOf(entry['answer'])
  const query = text(request['query'])
  const target = `${text(request['path'])}${query === '' ? '' : `?${query}`}`
  const head = [
    `#${text(entry['seq'])}`.padEnd(6),
    text(entry['time']).slice(11, 23).padEnd(12),
    text(answer['status']).padEnd(3),
    text(request['method']).padEnd(4),
    text(entry['provider']).padEnd(10),
    text(entry['tenant'] ?? '-').padEnd(10),
  ].join('  ')
  const isNarrow = columns !== undefined && columns < fewColumns
  const first = isNarrow ? [head.trimEnd(), `        ${target}`] : [`${head}  ${target}`]
  const lines = [...first, ...decisions(entry).map((one) => `        ${one}`)]
  return lines.map((line) => `${cut(line.replace(/\p{C}+/gu, ' '), columns)}\n`).join('')
}

/** Of what was decided, what a reader of the first line does not know: an ordinary page needs no further line. */
function decisions(entry: JsonObject): string[] {
  const { scenario, fault, page, error } = objectOf(entry['decided'])
  const why = [page, fault ?? error, scenario, entry['note']].filter((one) => typeof one === 'string')
  return why.length === 0 ? [] : [why.join('; ')]
}

function text(value: unknown): string {
  return isObject(value) || value === undefined || value === null ? '' : String(value)
}

function cut(line: string, columns = Number.POSITIVE_INFINITY): string {
  const units = [...line]
  return units.length <= columns ? line : `${units.slice(0, columns - 1).join('')}…`
}
