/** Words of a name in any spelling: `nextPageToken`, `next_page_token` and `page[next]` alike. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

/** A name without letter case and separators, to compare spellings. */
export function plain(name: string): string {
  return wordsOf(name).join('')
}

/** `ACME_CLOUD` for `acme-cloud`, as environment variables are spelled. */
export function upperSnake(name: string): string {
  return wordsOf(name).join('_').toUpperCase()
}

/** A JavaScript string literal, in single quotes where that needs no escape. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** A member's name as an object literal has it. */
export function memberName(name: string): string {
  // `__proto__: x` would set the prototype.
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** `.name` or `['na-me']`. */
export function access(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${quoted(name)}]`
}

/** Text for a comment: one line, no end of a comment inside. */
export function commentText(text: string, longest = 100): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('*/', '* /').trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[], last = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}

/** Sentences as a block comment, broken at spaces. */
export function blockComment(...sentences: readonly string[]): string {
  const lines = sentences.flatMap((sentence) => broken(sentence, 116))
  const [only = '', ...others] = lines
  if (others.length === 0 && only.length <= 112) return `/** ${only} */`
  return `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */`
}

function broken(text: string, widest: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.replaceAll('*/', '* /').split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 1 <= widest) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
