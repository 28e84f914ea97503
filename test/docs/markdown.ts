/** A Markdown table; a bar or a line break in a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n')
}

function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

/** A sentence of its own: a capital letter in front, unless the first word is a name such as `per_page`, and a full stop behind it. */
export function sentence(text: string): string {
  const isName = /^\w*[A-Z_]/.test(text)
  const first = isName ? text : text.slice(0, 1).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}

const opening = (name: string) => `<!-- table: ${name} -->`
const closing = '<!-- end -->'

/** Names of the tables that a page asks for, in their order. */
export function tablesOf(page: string): string[] {
  return [...page.matchAll(/^<!-- table: ([\w-]+) -->$/gm)].map(([, name = '']) => name)
}

/** The page with each of its tables as it should be. Throws for a table that has no end or no maker. */
export function withTables(page: string, makers: Readonly<Record<string, () => string>>): string {
  return tablesOf(page).reduce((text, name) => {
    const from = text.indexOf(opening(name)) + opening(name).length
    const to = text.indexOf(closing, from)
    const make = makers[name]
    if (to === -1 || make === undefined) throw new Error(`the table ${name} has no end or no maker`)
    return `${text.slice(0, from)}\n${make()}${text.slice(to)}`
  }, page)
}
