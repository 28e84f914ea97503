import type { Auth } from './auth.ts'
import { type Code, type Member, objectCode, print } from './code.ts'
import type { Plan } from './plan.ts'
import { quoted, upperSnake } from './words.ts'

/** How a mock authenticates, as code. */
export interface AuthCode {
  readonly imports: readonly string[]
  readonly constants: string
  readonly member: Member
  readonly env: Code
  /** The body of the function. */
  readonly curl: string
  readonly usesTokenUrl: boolean
  readonly usesKey: boolean
  /** A function that the member calls. */
  readonly helper?: string
}

/** Writes the authentication of a mock. */
export function authCode({ id, auth, pages }: Plan): AuthCode {
  const prefix = upperSnake(id)
  const query =
    pages.kind === 'whole-list'
      ? ''
      : `?${encodeURIComponent(pages.size.parameter)}=${Math.min(pages.size.maximum, Math.max(5, pages.size.minimum))}`
  const plain = { usesTokenUrl: false, usesKey: false }
  switch (auth.kind) {
    case 'api-key':
      return {
        ...plain,
        imports: ['apiKey'],
        constants: keyConstants(id),
        member: {
          name: 'auth',
          value: `apiKey({\n    header: ${quoted(auth.header)},\n    credentials: ${keyCredentials},\n  })`,
        },
        env: keyEnv(prefix),
        curl: `  return \`curl '\${operationUrl}${query}' -H '${auth.header}: \${ordinary.apiKey}'\``,
      }
    case 'bearer':
      return {
        ...plain,
        imports: ['bearer'],
        constants: keyConstants(id),
        member: { name: 'auth', value: `bearer({\n    credentials: ${keyCredentials},\n  })` },
        env: keyEnv(prefix),
        curl: `  return \`curl '\${operationUrl}${query}' -H 'Authorization: Bearer \${ordinary.apiKey}'\``,
      }
    case 'header-pair':
      return { ...plain, ...pairCode(id, prefix, auth, query) }
    case 'client-credentials':
      return clientCode(id, prefix, auth, query)
  }
}

function keyConstants(id: string): string {
  return `// Published, so no secret; assumed: what a credential looks like.
const ordinary = { apiKey: publishedBytes('${id} ordinary').toString('hex') }
// Every key that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
const tenantCredentials = (tenant) => ({ apiKey: testCredential(tenant, 64) })`
}

const keyCredentials = `[{ secret: ordinary.apiKey, account: { tenant: 'ordinary' } }],
    scopes: []`

function keyEnv(prefix: string): Code {
  return objectCode([
    { name: `${prefix}_API_KEY`, value: 'ordinary.apiKey' },
    { name: `${prefix}_BASE_URL`, value: 'baseUrl' },
  ])
}

function pairCode(id: string, prefix: string, auth: Auth & { kind: 'header-pair' }, query: string) {
  const isAddress = /mail/i.test(auth.identityHeader)
  const identity = (name: string) =>
    isAddress ? `\`${name}@orgmock.test\`` : `String(publishedBytes(\`${id} identity ${name}\`).readUInt32BE())`
  const pairOf = (name: string, apiKey: string, indent: number) =>
    print(
      objectCode([
        { name: 'identity', value: identity(name) },
        { name: 'apiKey', value: apiKey },
      ]),
      indent,
      9,
    )
  return {
    imports: ['headerPair', 'testAccount'],
    constants: `// Published, so no secret; assumed: what the two of a pair look like.
const ordinary = ${pairOf('ordinary', `publishedBytes('${id} ordinary').toString('hex')`, 0)}
// Every key that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
function tenantCredentials(tenant) {
  return ${pairOf(`\${tenant}`, 'testCredential(tenant, 64)', 2)}
}
function tenantOf(identity, secret) {
  const account = testAccount(secret)
  return account && { identity, secret, account }
}`,
    member: {
      name: 'auth',
      value: `headerPair({
    identity: { header: ${quoted(auth.identityHeader.toLowerCase())}, format: /^\\S+$/ },
    secret: { header: ${quoted(auth.secretHeader.toLowerCase())}, format: /^\\S+$/ },
    credentials: [{ identity: ordinary.identity, secret: ordinary.apiKey, account: { tenant: 'ordinary' } }],
    tenantOf,
  })`,
    },
    env: objectCode([
      { name: `${prefix}_IDENTITY`, value: 'ordinary.identity' },
      { name: `${prefix}_API_KEY`, value: 'ordinary.apiKey' },
      { name: `${prefix}_BASE_URL`, value: 'baseUrl' },
    ]),
    curl: `  const headers = \`-H '${auth.identityHeader}: \${ordinary.identity}' -H '${auth.secretHeader}: \${ordinary.apiKey}'\`
  return \`curl '\${operationUrl}${query}' \${headers}\``,
  }
}

function clientCode(id: string, prefix: string, auth: Auth & { kind: 'client-credentials' }, query: string): AuthCode {
  return {
    usesTokenUrl: true,
    usesKey: true,
    imports: ['clientCredentials', 'documentedOAuth', 'testAccount'],
    constants: `// Published, so no secret; assumed: what a client's credentials look like.
const ordinary = {
  clientId: publishedBytes('${id} client ordinary').toString('hex').slice(0, 32),
  clientSecret: publishedBytes('${id} secret ordinary').toString('base64url'),
}
// Every client id that begins with test_ is a tenant's: \`orgmock credentials\` tells what the words behind it mean.
const tenantSecret = publishedBytes('${id} secret of tenants').toString('base64url')
const tenantCredentials = (tenant) => ({ clientId: testCredential(tenant, 32), clientSecret: tenantSecret })
// Assumed: tokens are for the API as a whole.
const audience = ${quoted(auth.audience)}`,
    member: {
      name: 'auth',
      value: `scheme(documentedOAuth(spec), deriveKey('access-token'))`,
    },
    env: objectCode([
      { name: `${prefix}_CLIENT_ID`, value: 'ordinary.clientId' },
      { name: `${prefix}_CLIENT_SECRET`, value: 'ordinary.clientSecret' },
      { name: `${prefix}_BASE_URL`, value: 'baseUrl' },
      { name: `${prefix}_TOKEN_URL`, value: "tokenUrl ?? ''" },
    ]),
    curl: `  const form = \`-d grant_type=client_credentials -d 'audience=\${audience}'\`
  const client = \`-d 'client_id=\${ordinary.clientId}' -d 'client_secret=\${ordinary.clientSecret}'\`
  const token = \`$(curl -s '\${tokenUrl}' \${form} \${client} | sed 's/.*"access_token":"\\\\([^"]*\\\\)".*/\\\\1/')\`
  return \`TOKEN=\${token}; curl '\${operationUrl}${query}' -H "Authorization: Bearer $TOKEN"\``,
    helper: `function scheme({ tokenUrl, scopes, requiredScopes }, key) {
  return clientCredentials({
    tokenUrl,
    audiences: [audience],
    requiredScopes,
    clients: [{ id: ordinary.clientId, secret: ordinary.clientSecret, account: { tenant: 'ordinary' }, scopes }],
    tenantClient(id) {
      const account = testAccount(id)
      return account && { id, secret: tenantSecret, account, scopes }
    },
    key,
    // Assumed: tokens live for an hour.
    lifetimeSeconds: 3600,
  })
}`,
  }
}
