import { anyText, call, list, map, needed, object, oneOf, options, someText, wanted } from '../options/index.ts'
import { type Authorization, type Authorizer, CouldNotCheck, type Credentials } from './types.ts'

/** Where one part of a credential is sent. */
interface KeyPlace {
  /** `user` and `password` are those of HTTP Basic (RFC 7617); with the user alone the password is empty. */
  readonly in: 'header' | 'query' | 'cookie' | 'user' | 'password'
  /** Of the header, the parameter or the cookie. */
  readonly name?: string
  readonly part: string
  /** The text before the value, such as `Token token=`. */
  readonly prefix?: string
}

interface KeyOptions {
  /** Any of these ways opens: requests go the first one, and a law tries the others. */
  readonly ways: readonly (readonly KeyPlace[])[]
  /** The vendor's variable of each part. */
  readonly variables: Readonly<Record<string, string>>
  /** Sent with every request: what the document asks for together with the key and is no secret, such as a version. */
  readonly headers?: Readonly<Record<string, string>>
}

const variable = someText('the name of a variable')

/** Parts of a credential that are sent as they are: in headers, in the query, in cookies, or as HTTP Basic. */
export const keyCredentials = call(
  'keyCredentials',
  [
    wanted(
      options<KeyOptions>({
        ways: needed(
          list(
            list(
              options<KeyPlace>({
                in: needed(oneOf(['header', 'query', 'cookie', 'user', 'password'])),
                name: someText('the name of a header, a parameter or a cookie'),
                part: needed(someText('the name of a part')),
                prefix: anyText,
              }),
            ),
          ),
        ),
        variables: needed(map(someText('the name of a part'), variable)),
        headers: map(someText('the name of a header'), anyText),
      }),
    ),
  ],
  byKeys,
)

function byKeys({ ways, variables, headers }: KeyOptions): Authorizer {
  return {
    variables,
    ...(headers === undefined ? {} : { headers }),
    async authorize(credentials) {
      const [first = { headers: {} }, ...others] = ways.map((way) => authorizationOf(way, credentials))
      return others.length === 0 ? first : { ...first, others }
    },
  }
}

function authorizationOf(way: readonly KeyPlace[], credentials: Credentials): Authorization {
  const in_ = (place: KeyPlace['in']) =>
    way
      .filter((one) => one.in === place)
      .map(({ name = '', part, prefix = '' }) => [name, prefix + partOf(credentials, part)] as const)
  const [[, user] = ['', ''], [, password] = ['', '']] = [...in_('user'), ...in_('password')]
  const cookies = in_('cookie').map(([name, value]) => `${name}=${value}`)
  const query = in_('query').map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return {
    headers: Object.fromEntries([
      ...in_('header'),
      ...(user + password === '' ? [] : [['Authorization', basic(user, password)] as const]),
      ...(cookies.length === 0 ? [] : [['Cookie', cookies.join('; ')] as const]),
    ]),
    ...(query.length === 0 ? {} : { query: query.join('&') }),
  }
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

/** Credential parts that are sent as headers as they are. `headers` maps a header to the part; `variables` a part to the vendor's variable. */
export function headerCredentials(
  headers: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Authorizer {
  return byKeys({ ways: [Object.entries(headers).map(([name, part]) => ({ in: 'header', name, part }))], variables })
}

/** A token that is itself the credential, in `Authorization: Bearer`. */
export function bearerCredential(part: string, variable: string): Authorizer {
  return byKeys({
    ways: [[{ in: 'header', name: 'Authorization', part, prefix: 'Bearer ' }]],
    variables: { [part]: variable },
  })
}

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
