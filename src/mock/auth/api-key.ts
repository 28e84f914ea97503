import { anyText, call, needed, options, someText, wanted } from '../../options/index.ts'
import type { AuthScheme } from '../types.ts'
import { type SecretOptions, secretIn, secretMembers } from './credentials.ts'

interface ApiKeyOptions extends Omit<SecretOptions, 'requiredScope'> {
  readonly header: string
  /** The text before the secret, such as `Token token=`, in any letter case. */
  readonly prefix?: string
}

const { requiredScope: _, ...members } = secretMembers

/**
 * One secret in one header (OpenAPI `apiKey`), behind the prefix if there is one. Refuses: unauthenticated; missing when the header is absent
 * or empty, malformed without the prefix, expired, unknown otherwise.
 */
export const apiKey = call(
  'apiKey',
  [wanted(options<ApiKeyOptions>({ ...members, header: needed(someText('the name of a header')), prefix: anyText }))],
  ({ header, prefix = '', ...secrets }: ApiKeyOptions): AuthScheme =>
    secretIn(header.toLowerCase(), (text) => behind(prefix, text), secrets),
)

function behind(prefix: string, text: string): string | undefined {
  const isBehind = text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()
  return isBehind && text.length > prefix.length ? text.slice(prefix.length) : undefined
}
