import { call, needed, options, someText, wanted } from '../../options/index.ts'
import type { AuthScheme } from '../types.ts'
import { type SecretOptions, secretIn, secretMembers } from './credentials.ts'

interface ApiKeyOptions extends Omit<SecretOptions, 'requiredScope'> {
  readonly header: string
}

const { requiredScope: _, ...members } = secretMembers

/**
 * One secret in one header (OpenAPI `apiKey`). Refuses: unauthenticated; missing when the header is absent or empty, expired, unknown
 * otherwise.
 */
export const apiKey = call(
  'apiKey',
  [wanted(options<ApiKeyOptions>({ ...members, header: needed(someText('the name of a header')) }))],
  ({ header, ...secrets }: ApiKeyOptions): AuthScheme => secretIn(header.toLowerCase(), (text) => text, secrets),
)
