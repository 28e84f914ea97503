import { type Auth, type KeyPart, secretPartOf } from './auth.ts'
import { access, type Code, joined, js, type Member, name, objectCode, rowsCode, tall, textCode } from './code.ts'
import type { Plan } from './plan.ts'
import { upperSnake } from './words.ts'

/** How a mock authenticates, as code. */
export interface AuthCode {
  readonly constants: Code
  readonly member: Member
  readonly env: Code
  /** The body of the function. */
  readonly curl: Code
  readonly usesTokenUrl: boolean
  readonly usesKey: boolean
  readonly hasTenants: boolean
  /** A function that the member calls. */
  readonly helper?: Code
}

const mock = (text: string) => name(text, 'orgmock/mock')

/** Writes the authentication of a mock. */
export function authCode({ id, auth, pages, sends }: Plan): AuthCode {
  const size: Pairs =
    pages.kind === 'whole-list' || pages.size === undefined
      ? []
      : [[pages.size.parameter, String(Math.min(pages.size.maximum, Math.max(5, pages.size.minimum)))] as const]
  const required = Object.entries(sends.query).filter(([parameter]) => size.every(([other]) => other !== parameter))
  const query = [...required, ...size]
  if (auth.kind === 'client-credentials') return clientCode(id, upperSnake(id), auth, urlCode(query, []))
  return keyCode(id, auth, query, sends.headers)
}

/** The vendor's variable of a part: `ACME_API_KEY`, and no `ACME_ACME_ID`. */
export function variableOf(id: string, part: string): string {
  const [before, name] = [upperSnake(id), upperSnake(part)]
  return name.startsWith(`${before}_`) ? name : `${before}_${name}`
}

type Pairs = readonly (readonly [name: string, value: string | Code])[]

/** The URL of the list with a query; `keys` are values that the mock makes. */
function urlCode(query: Pairs, keys: Pairs): Code {
  if (query.length + keys.length === 0) return name('operationUrl')
  const parts = [...query, ...keys].flatMap(([parameter, value], index) => [
    `${index === 0 ? '?' : '&'}${encodeURIComponent(parameter)}=`,
    typeof value === 'string' ? encodeURIComponent(value) : value,
  ])
  return textCode([name('operationUrl'), ...parts])
}

/** Each value of the command is quoted for a shell when the mock runs. */
function curlCode(url: Code, options: readonly (readonly [flag: string, value: Code])[]): Code {
  const flags = joined(
    '',
    options.map(([flag, value]) => (flag === '-u' ? js` -u \${${value}}` : js` -H \${${value}}`)),
  )
  return js`  return ${mock('shell')}\`curl \${${url}}${flags}\``
}

function keyCode(
  id: string,
  auth: Exclude<Auth, { kind: 'client-credentials' }>,
  query: Pairs,
  headers: Readonly<Record<string, string>>,
): AuthCode {
  const required = Object.entries(headers).map(([header, value]) => ['-H', js`${`${header}: ${value}`}`] as const)
  const env = (parts: readonly string[]) =>
    objectCode([
      ...parts.map((part) => ({ name: variableOf(id, part), value: access(name('ordinary'), part) })),
      { name: `${upperSnake(id)}_BASE_URL`, value: name('baseUrl') },
    ])
  const same = { usesTokenUrl: false, usesKey: false }
  if (auth.kind === 'none') {
    return {
      ...same,
      constants: js`const ordinary = {}`,
      hasTenants: false,
      member: { name: 'auth', value: js`${mock('noKey')}()` },
      env: env([]),
      curl: curlCode(urlCode(query, []), required),
    }
  }
  const [way = []] = auth.ways
  const secret = secretPartOf(way)
  const parts = way.flatMap(({ part, name: of = part }) => (part === undefined ? [] : [{ part, of: of ?? part }]))
  const credential = (tenant: string | Code, key: Code) =>
    objectCode(
      parts.map(({ part, of }) => ({ name: part, value: part === secret ? key : otherPart(id, part, of, tenant) })),
    )
  const settings = objectCode([
    {
      name: 'ways',
      value: rowsCode(auth.ways.map((places) => places.map(({ value: _, ...place }) => ({ ...place })))),
    },
    { name: 'credentials', value: js`[{ parts: ordinary, account: { tenant: 'ordinary' } }]` },
    { name: 'secret', value: js`${secret}` },
  ])
  const value = ({ part, prefix = '', value: constant = '' }: KeyPart) =>
    part === undefined ? [constant] : [prefix, access(name('ordinary'), part)]
  const at = (place: KeyPart['in']) => way.filter((one) => one.in === place)
  const pair = [...at('user'), ...at('password')].flatMap(({ part = '' }) => [access(name('ordinary'), part), ':'])
  const url = urlCode(
    query,
    at('query').map(({ name: parameter = '', part = '' }) => [parameter, access(name('ordinary'), part)]),
  )
  const options = [
    ...at('header').map((place) => ['-H', textCode([`${place.name}: `, ...value(place)])] as const),
    ...at('cookie').map((place) => ['-H', textCode([`Cookie: ${place.name}=`, ...value(place)])] as const),
    ...(pair.length === 0 ? [] : [['-u', textCode(pair.length > 2 ? pair.slice(0, -1) : pair)] as const]),
    ...required,
  ]
  return {
    ...same,
    constants: js`// Published, so no secret; assumed: what a credential looks like.
const ordinary = ${credential('ordinary', js`${mock('publishedBytes')}(${`${id} ordinary`}).toString('hex')`)}
// Every ${name(secret)} that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
const tenantCredentials = (tenant) => (${credential(name('tenant'), js`${mock('testCredential')}(tenant, 64)`)})`,
    hasTenants: true,
    member: { name: 'auth', value: js`${mock('keys')}(${tall(settings)})` },
    env: env(parts.map(({ part }) => part)),
    curl: curlCode(url, options),
  }
}

/** What stands beside the secret: an address, a number, or another secret. */
function otherPart(id: string, part: string, header: string, tenant: string | Code): Code {
  if (/mail/i.test(header)) return textCode([tenant, '@orgmock.test'])
  const bytes = js`${mock('publishedBytes')}(${textCode([`${id} ${part} `, tenant])})`
  return /key|secret|token|passw/i.test(part) ? js`${bytes}.toString('hex')` : js`String(${bytes}.readUInt32BE())`
}

function clientCode(id: string, prefix: string, auth: Auth & { kind: 'client-credentials' }, url: Code): AuthCode {
  const shell = mock('shell')
  const publishedBytes = mock('publishedBytes')
  return {
    usesTokenUrl: true,
    usesKey: true,
    hasTenants: true,
    constants: js`// Published, so no secret; assumed: what a client's credentials look like.
const ordinary = {
  clientId: ${publishedBytes}(${`${id} client ordinary`}).toString('hex').slice(0, 32),
  clientSecret: ${publishedBytes}(${`${id} secret ordinary`}).toString('base64url'),
}
// Every client id that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
const tenantSecret = ${publishedBytes}(${`${id} secret of tenants`}).toString('base64url')
const tenantCredentials = (tenant) => ({ clientId: ${mock('testCredential')}(tenant, 32), clientSecret: tenantSecret })
// Assumed: tokens are for the API as a whole.
const audience = ${auth.audience}`,
    member: { name: 'auth', value: js`scheme(${mock('documentedOAuth')}(spec), deriveKey('access-token'))` },
    env: objectCode([
      { name: `${prefix}_CLIENT_ID`, value: name('ordinary.clientId') },
      { name: `${prefix}_CLIENT_SECRET`, value: name('ordinary.clientSecret') },
      { name: `${prefix}_BASE_URL`, value: name('baseUrl') },
      { name: `${prefix}_TOKEN_URL`, value: js`tokenUrl ?? ''` },
    ]),
    curl: js`  const { clientId, clientSecret } = ordinary
  const form = ${shell}\`-d grant_type=client_credentials -d \${\`audience=\${audience}\`}\`
  const client = ${shell}\`-d \${\`client_id=\${clientId}\`} -d \${\`client_secret=\${clientSecret}\`}\`
  const token = \`$(curl -s \${${shell}\`\${tokenUrl}\`} \${form} \${client} | sed 's/.*"access_token":"\\\\([^"]*\\\\)".*/\\\\1/')\`
  return \`TOKEN=\${token}; curl \${${shell}\`\${${url}}\`} -H "Authorization: Bearer $TOKEN"\``,
    helper: js`function scheme({ tokenUrl, scopes, requiredScopes }, key) {
  return ${mock('clientCredentials')}({
    tokenUrl,
    audiences: [audience],
    requiredScopes,
    clients: [{ id: ordinary.clientId, secret: ordinary.clientSecret, account: { tenant: 'ordinary' }, scopes }],
    tenantClient(id) {
      const account = ${mock('testAccount')}(id)
      return account && { id, secret: tenantSecret, account, scopes }
    },
    key,
    // Assumed: tokens live for an hour.
    lifetimeSeconds: 3600,
  })
}`,
  }
}
