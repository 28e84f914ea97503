import { type FakeSource, fakeSources, hexWord } from '../../src/mock/index.ts'

/** One thing of an organization that has an identifier. */
interface Identified {
  /** As it is in the identifier. */
  readonly kind: string
  /** Names of the words that make the 32 hex digits. */
  readonly words: readonly [string, string, string, string]
}

export const itself = identified('organization', 'organization')
export const appClient = identified('app-client', 'app client')
export const firstUser = identified('user', 'first user')
export const secondUser = identified('user', 'second user')
export const paymentMethod = identified('payment-method', 'payment method')

function identified(kind: string, purpose: string): Identified {
  return { kind, words: [`${purpose} 1`, `${purpose} 2`, `${purpose} 3`, `${purpose} 4`] }
}

export type Prefix = 'las' | 'cradl'

/** Older accounts have the prefix of Cradl's former name, Lucidtech; it is theirs throughout. */
export function prefixOf(source: FakeSource): Prefix {
  return source.oneIn('older account', 4) ? 'las' : 'cradl'
}

export function identifier(source: FakeSource, prefix: Prefix, { kind, words: [a, b, c, d] }: Identified): string {
  return `${prefix}:${kind}:${hexWord(source.word(a))}${hexWord(source.word(b))}${hexWord(source.word(c))}${hexWord(source.word(d))}`
}

/** 26 digits and lower-case letters, as Amazon Cognito makes them. Assumed: it made these. */
export function cognitoId(source: FakeSource): string {
  return appClient.words
    .map((key) => source.word(key).toString(36).padStart(7, '0'))
    .join('')
    .slice(0, 26)
}

/** Observed: the Python SDK wants both of these, neither empty. Assumed: what they are; the first organization is the client's own. */
export function clientClaims(seed: number): Record<string, string> {
  const source = fakeSources(seed, 'cradl')(0)
  const prefix = prefixOf(source)
  return {
    external_app_client_id: identifier(source, prefix, appClient),
    external_organization_id: identifier(source, prefix, itself),
  }
}
