import type { Authorization } from '../types.ts'

/** One value that a request carries as its credential, or as a part of it. */
export interface Carrier {
  /** `user` and `password` are those of HTTP Basic. */
  readonly in: 'header' | 'query' | 'cookie' | 'user' | 'password'
  readonly name: string
  readonly value: string
}

/** What an authorization is made of: its headers, with HTTP Basic and cookies taken apart, and its query. */
export function carriers({ headers, query = '' }: Authorization): readonly Carrier[] {
  const inHeaders = Object.entries(headers).flatMap(([name, value]): readonly Carrier[] => {
    const lower = name.toLowerCase()
    if (lower === 'cookie') return value.split('; ').map((pair) => named('cookie', pair))
    return (lower === 'authorization' ? basicPair(value) : undefined) ?? [{ in: 'header', name, value }]
  })
  const inQuery = query === '' ? [] : [...new URLSearchParams(query)]
  return [...inHeaders, ...inQuery.map(([name, value]): Carrier => ({ in: 'query', name, value }))]
}

function named(place: Carrier['in'], pair: string): Carrier {
  const equals = pair.indexOf('=')
  return { in: place, name: pair.slice(0, equals), value: pair.slice(equals + 1) }
}

/** The parts of HTTP Basic that are not empty; undefined for what is no such thing. */
function basicPair(value: string): readonly Carrier[] | undefined {
  const text = /^basic /i.test(value) ? Buffer.from(token(value), 'base64').toString('latin1') : ''
  const colon = text.indexOf(':')
  if (colon === -1 || !/^[\x20-\x7e]+$/.test(text)) return undefined
  const [user, password] = [text.slice(0, colon), text.slice(colon + 1)]
  return [
    ...(user === '' ? [] : [{ in: 'user', name: 'user', value: user } as const]),
    ...(password === '' ? [] : [{ in: 'password', name: 'password', value: password } as const]),
  ]
}

/** The authorization that carries these values. */
export function carrying(list: readonly Carrier[]): Authorization {
  const of = (place: Carrier['in']) => list.filter((one) => one.in === place)
  const pair = [...of('user'), ...of('password')]
  const [user, password] = [of('user')[0]?.value ?? '', of('password')[0]?.value ?? '']
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const query = of('query').map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return {
    headers: {
      ...Object.fromEntries(of('header').map(({ name, value }) => [name, value])),
      ...(pair.length === 0 ? {} : { Authorization: basic }),
      ...(of('cookie').length === 0
        ? {}
        : {
            Cookie: of('cookie')
              .map(({ name, value }) => `${name}=${value}`)
              .join('; '),
          }),
    },
    ...(query.length === 0 ? {} : { query: query.join('&') }),
  }
}

/** The authorization with one of its values changed, one variant for each value. */
export function changedOneByOne(
  ordinary: Authorization,
  change: (value: string, carrier: Carrier) => readonly string[],
): readonly Authorization[] {
  const all = carriers(ordinary)
  return all.flatMap((carrier) =>
    change(carrier.value, carrier).map((value) =>
      carrying(all.map((one) => (one === carrier ? { ...one, value } : one))),
    ),
  )
}

/** Whether a request that carries the one carries all of the other too. */
export function includes(one: Authorization, other: Authorization): boolean {
  const carried = carriers(one)
  const wanted = carriers(other)
  return (
    wanted.length > 0 &&
    wanted.every(({ in: place, name, value }) =>
      carried.some(
        (each) => each.in === place && each.name.toLowerCase() === name.toLowerCase() && each.value === value,
      ),
    )
  )
}

export function withHeaders(list: readonly (readonly [name: string, value: string])[]): Authorization['headers'] {
  return Object.fromEntries(list)
}

/** Headers of the form `Scheme token`. */
export function schemes(headers: Authorization['headers']): readonly (readonly [name: string, value: string])[] {
  return Object.entries(headers).filter(([name, value]) => name.toLowerCase() === 'authorization' && isScheme(value))
}

export function isScheme(value: string): boolean {
  return /^[A-Za-z]+ \S+$/.test(value)
}

export function scheme(value: string): string {
  return value.slice(0, value.indexOf(' '))
}

export function token(value: string): string {
  return isScheme(value) ? value.slice(value.indexOf(' ') + 1) : value
}

/** Positions to alter: the first, the middle and the last character behind the scheme. */
export function ends(value: string): readonly number[] {
  const start = value.length - token(value).length
  return [...new Set([start, (start + value.length) >> 1, value.length - 1])]
}

/** The value with capitals for small letters and the other way round, but for the scheme. Addresses are left alone: of their letter case nobody says that it counts. */
export function otherCase(value: string): string {
  if (value.includes('@')) return value
  const swapped = token(value).replace(/[a-z]+|[A-Z]+/g, (letters) =>
    letters === letters.toLowerCase() ? letters.toUpperCase() : letters.toLowerCase(),
  )
  return value.slice(0, value.length - token(value).length) + swapped
}

/** Positions to alter: the middle and the last character of each part between dots. */
export function partEnds(text: string): number[] {
  const positions: number[] = []
  let start = 0
  for (const part of text.split('.')) {
    positions.push(start + Math.floor(part.length / 2), start + part.length - 1)
    start += part.length + 1
  }
  return positions
}

/** The part that is the secret: by convention the last, behind an address or a name. */
export function secret(ordinary: Authorization): string {
  return token(carriers(ordinary).at(-1)?.value ?? '')
}

/** What a request has in common with the ordinary one when its secret comes elsewhere. */
export function withoutSecret(ordinary: Authorization): Authorization {
  return carrying(carriers(ordinary).slice(0, -1))
}

/** Servers take some 8 KB of headers. */
const mostCharacters = 6_000

/** Names in groups, so that a request that carries the secret once for each of its names stays short enough to be read. */
export function nameGroups(names: readonly string[], secret: string): readonly (readonly string[])[] {
  const size = Math.max(1, Math.floor(mostCharacters / (secret.length + 30)))
  const starts = names.map((_, index) => index).filter((index) => index % size === 0)
  return starts.map((start) => names.slice(start, start + size))
}
