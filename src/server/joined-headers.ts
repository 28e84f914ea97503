/** Headers of which node:http takes the first and leaves the others (documented with `message.headers`). */
const single = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
])

/** Names and values in turn as node:http joins them: lower-case names, several values of one name in one text. */
export function joinedHeaders(raw: readonly string[]): Record<string, string> {
  const found: Record<string, string> = Object.create(null)
  for (let place = 0; place + 1 < raw.length; place += 2) {
    const name = (raw[place] ?? '').toLowerCase()
    const value = raw[place + 1] ?? ''
    const before = found[name]
    if (before === undefined) found[name] = value
    else if (!single.has(name)) found[name] = `${before}${name === 'cookie' ? '; ' : ', '}${value}`
  }
  return found
}
