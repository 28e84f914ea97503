import type { Auth } from './auth.ts'
import { type Code, joined, js, type Member, name, objectCode, tall, textCode } from './code.ts'
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
  /** A function that the member calls. */
  readonly helper?: Code
}

const mock = (text: string) => name(text, 'orgmock/mock')

/** Writes the authentication of a mock. */
export function authCode({ id, auth, pages }: Plan): AuthCode {
  const prefix = upperSnake(id)
  const query =
    pages.kind === 'whole-list' || pages.size === undefined
      ? ''
      : `?${new URLSearchParams({ [pages.size.parameter]: String(Math.min(pages.size.maximum, Math.max(5, pages.size.minimum))) })}`
  const url = query === '' ? name('operationUrl') : textCode([name('operationUrl'), query])
  switch (auth.kind) {
    case 'api-key': {
      const { header, prefix: before } = auth
      const behind = before === undefined ? [] : [{ name: 'prefix', value: js`${before}` }]
      const more = [{ name: 'header', value: js`${header}` }, ...behind]
      const curl = curlCode(url, textCode([`${header}: ${before ?? ''}`, name('ordinary.apiKey')]))
      return { ...keyCode(id, prefix, mock('apiKey'), more), curl }
    }
    case 'bearer': {
      const curl = curlCode(url, textCode(['Authorization: Bearer ', name('ordinary.apiKey')]))
      return { ...keyCode(id, prefix, mock('bearer'), []), curl }
    }
    case 'header-pair':
      return pairCode(id, prefix, auth, url)
    case 'client-credentials':
      return clientCode(id, prefix, auth, url)
  }
}

/** Each value of the command is quoted for a shell when the mock runs. */
function curlCode(url: Code, ...headers: readonly Code[]): Code {
  const flags = joined(
    '',
    headers.map((header) => js` -H \${${header}}`),
  )
  return js`  return ${mock('shell')}\`curl \${${url}}${flags}\``
}

function keyCode(id: string, prefix: string, scheme: Code, more: readonly Member[]) {
  const settings = objectCode([
    ...more,
    { name: 'credentials', value: js`[{ secret: ordinary.apiKey, account: { tenant: 'ordinary' } }]` },
    { name: 'scopes', value: js`[]` },
  ])
  return {
    usesTokenUrl: false,
    usesKey: false,
    constants: js`// Published, so no secret; assumed: what a credential looks like.
const ordinary = { apiKey: ${mock('publishedBytes')}(${`${id} ordinary`}).toString('hex') }
// Every key that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
const tenantCredentials = (tenant) => ({ apiKey: ${mock('testCredential')}(tenant, 64) })`,
    member: { name: 'auth', value: js`${scheme}(${tall(settings)})` },
    env: objectCode([
      { name: `${prefix}_API_KEY`, value: name('ordinary.apiKey') },
      { name: `${prefix}_BASE_URL`, value: name('baseUrl') },
    ]),
  }
}

function pairCode(id: string, prefix: string, auth: Auth & { kind: 'header-pair' }, url: Code): AuthCode {
  const isAddress = /mail/i.test(auth.identityHeader)
  const identity = (tenant: string | Code) =>
    isAddress
      ? textCode([tenant, '@orgmock.test'])
      : js`String(${mock('publishedBytes')}(${textCode([`${id} identity `, tenant])}).readUInt32BE())`
  const pairOf = (tenant: string | Code, apiKey: Code) =>
    objectCode([
      { name: 'identity', value: identity(tenant) },
      { name: 'apiKey', value: apiKey },
    ])
  const part = (header: string) =>
    objectCode([
      { name: 'header', value: js`${header.toLowerCase()}` },
      { name: 'format', value: js`/^\\S+$/` },
    ])
  const settings = objectCode([
    { name: 'identity', value: part(auth.identityHeader) },
    { name: 'secret', value: part(auth.secretHeader) },
    {
      name: 'credentials',
      value: js`[{ identity: ordinary.identity, secret: ordinary.apiKey, account: { tenant: 'ordinary' } }]`,
    },
    { name: 'tenantOf', value: name('tenantOf') },
  ])
  return {
    usesTokenUrl: false,
    usesKey: false,
    constants: js`// Published, so no secret; assumed: what the two of a pair look like.
const ordinary = ${pairOf('ordinary', js`${mock('publishedBytes')}(${`${id} ordinary`}).toString('hex')`)}
// Every key that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
function tenantCredentials(tenant) {
  return ${pairOf(name('tenant'), js`${mock('testCredential')}(tenant, 64)`)}
}
function tenantOf(identity, secret) {
  const account = ${mock('testAccount')}(secret)
  return account && { identity, secret, account }
}`,
    member: { name: 'auth', value: js`${mock('headerPair')}(${tall(settings)})` },
    env: objectCode([
      { name: `${prefix}_IDENTITY`, value: name('ordinary.identity') },
      { name: `${prefix}_API_KEY`, value: name('ordinary.apiKey') },
      { name: `${prefix}_BASE_URL`, value: name('baseUrl') },
    ]),
    curl: curlCode(
      url,
      textCode([`${auth.identityHeader}: `, name('ordinary.identity')]),
      textCode([`${auth.secretHeader}: `, name('ordinary.apiKey')]),
    ),
  }
}

function clientCode(id: string, prefix: string, auth: Auth & { kind: 'client-credentials' }, url: Code): AuthCode {
  const shell = mock('shell')
  const publishedBytes = mock('publishedBytes')
  return {
    usesTokenUrl: true,
    usesKey: true,
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
