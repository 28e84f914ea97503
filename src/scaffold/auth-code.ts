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
          value: `apiKey({\n    header: ${quoted(auth.header)},\n    credentials: [\n${keyCredentials}\n    ],\n  })`,
        },
        env: keyEnv(prefix),
        curl: `  return \`curl '\${operationUrl}${query}' -H '${auth.header}: \${ordinary.apiKey}'\``,
      }
    case 'bearer':
      return {
        ...plain,
        imports: ['bearer'],
        constants: keyConstants(id),
        member: { name: 'auth', value: `bearer({\n    credentials: [\n${keyCredentials}\n    ],\n  })` },
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
const lists = listAccounts((name) => ({ apiKey: publishedBytes(\`${id} \${name}\`).toString('hex') }))`
}

const keyCredentials = `      { secret: ordinary.apiKey, account: { tenant: 'ordinary' } },
      ...lists.credentials.map(({ apiKey: secret, account }) => ({ secret, account })),`

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
  const made = objectCode([
    { name: 'identity', value: identity(`\${name}`) },
    { name: 'apiKey', value: `publishedBytes(\`${id} \${name}\`).toString('hex')` },
  ])
  return {
    imports: ['headerPair'],
    constants: `// Published, so no secret; assumed: what the two of a pair look like.
function pair(name) {
  return ${print(made, 2, 9)}
}
const ordinary = pair('ordinary')
const lists = listAccounts(pair)`,
    member: {
      name: 'auth',
      value: `headerPair({
    identity: { header: ${quoted(auth.identityHeader.toLowerCase())}, format: /^\\S+$/ },
    secret: { header: ${quoted(auth.secretHeader.toLowerCase())}, format: /^\\S+$/ },
    credentials: [
      { identity: ordinary.identity, secret: ordinary.apiKey, account: { tenant: 'ordinary' } },
      ...lists.credentials.map(({ identity, apiKey: secret, account }) => ({ identity, secret, account })),
    ],
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
    imports: ['clientCredentials', 'documentedOAuth'],
    constants: `// Published, so no secret; assumed: what a client's credentials look like.
function client(name) {
  return {
    clientId: publishedBytes(\`${id} client \${name}\`).toString('hex').slice(0, 32),
    clientSecret: publishedBytes(\`${id} secret \${name}\`).toString('base64url'),
  }
}
const ordinary = client('ordinary')
const lists = listAccounts(client)
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
    clients: [
      { id: ordinary.clientId, secret: ordinary.clientSecret, account: { tenant: 'ordinary' }, scopes },
      ...lists.credentials.map(({ clientId: id, clientSecret: secret, account }) => ({ id, secret, account, scopes })),
    ],
    key,
    // Assumed: tokens live for an hour.
    lifetimeSeconds: 3600,
  })
}`,
  }
}
