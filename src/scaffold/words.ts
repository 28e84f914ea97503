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

/** `clientId` for `X-Client-Id`, as the parts of a credential are named. */
export function camelCase(name: string): string {
  const [first = '', ...others] = wordsOf(name).filter((word, index) => word !== 'x' || index > 0)
  const text = [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('')
  return /^[a-z]/.test(text) ? text : `part${text}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[], last = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}
