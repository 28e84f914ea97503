/** One `name=value` of a query string, decoded. What does not decode to text makes it `malformed`: a name then stays as sent. */
export interface QueryPair {
  readonly name: string
  readonly value: string
  readonly malformed: boolean
}

/**
 * Splits a query string as application/x-www-form-urlencoded (WHATWG URL, 5.1): `&` between pairs, `+` is a space. Unlike
 * URLSearchParams it tells percent-encoding that does not decode apart from the replacement character itself.
 */
export function parseQuery(query: string): QueryPair[] {
  if (query === '') return []
  const pairs: QueryPair[] = []
  for (const piece of query.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    const rawName = equals === -1 ? piece : piece.slice(0, equals)
    const name = decode(rawName)
    const value = decode(equals === -1 ? '' : piece.slice(equals + 1))
    pairs.push({
      name: name ?? rawName,
      value: value ?? '',
      malformed: name === undefined || value === undefined,
    })
  }
  return pairs
}

function decode(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
