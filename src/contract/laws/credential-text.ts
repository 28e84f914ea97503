import type { Authorization } from '../types.ts'

type Entry = readonly [name: string, value: string]

export function entries(headers: Authorization['headers']): readonly Entry[] {
  return Object.entries(headers)
}

export function withHeaders(list: readonly Entry[]): Authorization {
  return { headers: Object.fromEntries(list) }
}

/** Headers of the form `Scheme token`. */
export function schemes(headers: Authorization['headers']): readonly Entry[] {
  return entries(headers).filter(([name, value]) => name.toLowerCase() === 'authorization' && isScheme(value))
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

/** The part that is the secret: by convention the last header's, behind an address or a name. */
export function secret(headers: Authorization['headers']): string {
  return token(entries(headers).at(-1)?.[1] ?? '')
}

/** What a request has in common with the ordinary one when its secret comes elsewhere. */
export function withoutSecret(headers: Authorization['headers']): Authorization['headers'] {
  return Object.fromEntries(entries(headers).slice(0, -1))
}

/** Servers take some 8 KB of headers. */
const mostCharacters = 6_000

/** Names in groups, so that a request that carries the secret once for each of its names stays short enough to be read. */
export function nameGroups(names: readonly string[], secret: string): readonly (readonly string[])[] {
  const size = Math.max(1, Math.floor(mostCharacters / (secret.length + 30)))
  const starts = names.map((_, index) => index).filter((index) => index % size === 0)
  return starts.map((start) => names.slice(start, start + size))
}
