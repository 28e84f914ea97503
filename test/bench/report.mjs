/**
 * @typedef {{ title: string, notes?: readonly string[], columns: readonly string[], rows: readonly (readonly string[])[] }} Table
 * A column whose cells look like numbers is aligned to the right.
 */

/** @param {Table} table */
export function plainTable({ title, notes = [], columns, rows }) {
  const { widths, cell } = layout(columns, rows)
  const line = (cells) => cells.map(cell).join('  ').trimEnd()
  return [
    title,
    ...notes.map((note) => `  ${note}`),
    '',
    line(columns),
    widths.map((width) => '-'.repeat(width)).join('  '),
  ]
    .concat(rows.map(line))
    .join('\n')
    .concat('\n')
}

/** @param {Table} table */
export function markdownTable({ title, notes = [], columns, rows }) {
  const { widths, isRight, cell } = layout(columns, rows)
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`
  const rule = widths.map((width, i) =>
    isRight[i] ? `${'-'.repeat(Math.max(width - 1, 2))}:` : '-'.repeat(Math.max(width, 3)),
  )
  return [
    `### ${title}`,
    '',
    ...notes.flatMap((note) => [note, '']),
    line(columns),
    `| ${rule.join(' | ')} |`,
    ...rows.map(line),
  ]
    .join('\n')
    .concat('\n')
}

function layout(columns, rows) {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)))
  const isRight = columns.map((_, i) => rows.every((row) => row[i] === '' || /^[\d.,<>×–-]+$/.test(row[i])))
  return { widths, isRight, cell: (text, i) => (isRight[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])) }
}

/** Milliseconds with as many digits as they deserve. */
export function milliseconds(value) {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)
}

export function whole(value) {
  return Math.round(value).toLocaleString('en-US')
}

export function ratio(value) {
  return value.toFixed(2)
}

export function mebibytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(1)
}
