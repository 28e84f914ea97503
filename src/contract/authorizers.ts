import { anyText, call, needed, object, options, someText, wanted } from '../options/index.ts'
import { type Authorizer, CouldNotCheck, type Credentials } from './types.ts'

/** Credential parts that are sent as headers as they are. `headers` maps a header to the part; `variables` a part to the vendor's variable. */
export function headerCredentials(
  headers: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Authorizer {
  return {
    variables,
    authorize: async (credentials) => ({
      headers: Object.fromEntries(Object.entries(headers).map(([header, part]) => [header, partOf(credentials, part)])),
    }),
  }
}

/** A token that is itself the credential, in `Authorization: Bearer`; or behind another prefix, such as `Token token=`. */
export function bearerCredential(part: string, variable: string, prefix = 'Bearer '): Authorizer {
  return {
    variables: { [part]: variable },
    authorize: async (credentials) => ({ headers: { Authorization: `${prefix}${partOf(credentials, part)}` } }),
  }
}

const variable = someText('the name of a variable')

/** OAuth2 client credentials (RFC 6749, 4.4): the id and the secret are sent in the form, with the audience that the provider asks for. */
export const clientCredentials = call(
  'clientCredentials',
  [
    wanted(
      options<ClientCredentialsOptions>({
        audience: needed(anyText),
        variables: needed(object({ clientId: needed(variable), clientSecret: needed(variable) })),
      }),
    ),
  ],
  authorizer,
)

interface ClientCredentialsOptions {
  readonly audience: string
  readonly variables: { readonly clientId: string; readonly clientSecret: string }
}

function authorizer({ audience, variables }: ClientCredentialsOptions): Authorizer {
  return {
    variables,
    async authorize(credentials, requestToken) {
      const reply = await requestToken({
        grant_type: 'client_credentials',
        audience,
        client_id: partOf(credentials, 'clientId'),
        client_secret: partOf(credentials, 'clientSecret'),
      })
      const token =
        typeof reply === 'object' && reply !== null ? (reply as { access_token?: unknown }).access_token : undefined
      if (typeof token !== 'string' || token === '') {
        throw new CouldNotCheck(
          'NO_CREDENTIALS',
          'the token endpoint gave no access_token for these client credentials',
        )
      }
      return { headers: { Authorization: `Bearer ${token}` } }
    },
  }
}

function partOf(credentials: Credentials, part: string): string {
  const value = credentials[part]
  if (value === undefined || value === '') throw new CouldNotCheck('NO_CREDENTIALS', `the credential has no ${part}`)
  return value
}
