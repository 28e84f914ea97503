import { isObject } from '../../spec/index.ts'
import { readJson } from '../json-reader.ts'
import type { Authorization } from '../types.ts'
import { scheme, schemes, token } from './credential-text.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** A JSON Web Token in its three parts (RFC 7515, 7.1). */
export interface JsonWebToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** In base64url, as it came. */
  readonly payload: string
  readonly signature: string
}

/** Undefined for a token that is opaque. */
export function readToken(text: unknown): JsonWebToken | undefined {
  const [header, payload = '', signature = '', more] = typeof text === 'string' ? text.split('.') : []
  const parts = [header, payload].map((part = '') => readJson(Buffer.from(part, 'base64url')))
  const [first, second] = parts.map((json) => (json.ok && isObject(json.value) ? json.value : undefined))
  if (first === undefined || second === undefined || more !== undefined) return undefined
  return { header: first, claims: second, payload, signature }
}

/** The token that a credential is; undefined where it is no JSON Web Token. */
export function tokenIn({ headers }: Authorization): JsonWebToken | undefined {
  return schemes(headers)
    .map(([, value]) => readToken(token(value)))
    .find((read) => read !== undefined)
}

/** Makes the credentials in which another token takes the place of a JSON Web Token; empty where there is no such token. */
export function forgedTokens(
  { headers }: Authorization,
  forge: (token: JsonWebToken) => readonly string[],
): readonly Authorization[] {
  return schemes(headers).flatMap(([name, value]) => {
    const own = readToken(token(value))
    const forged = own === undefined ? [] : forge(own)
    return forged.map((text) => ({ headers: { ...headers, [name]: `${scheme(value)} ${text}` } }))
  })
}

/** A token with another header, and the same claims; `sign` gives the bytes of the signature. */
export function withHeader({ payload }: JsonWebToken, header: JsonObject, sign: (input: Buffer) => Buffer): string {
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`
  return `${signed}.${sign(Buffer.from(signed)).toString('base64url')}`
}
