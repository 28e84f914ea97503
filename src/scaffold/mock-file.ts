import type { Auth } from './auth.ts'
import { arrow, type Code, literal, type Member, objectCode, print, wrapped } from './code.ts'
import type { Envelope } from './envelope.ts'
import { declaredHeaders, type Failure, type Failures, headerCode } from './failures.ts'
import type { Organization } from './fields.ts'
import { withNeeds } from './helpers.ts'
import type { SourceOperation } from './operation.ts'
import type { Pages, SizeRule } from './pages.ts'
import type { Shapes } from './shape.ts'
import { access, blockComment, commentText, listed, quoted, upperSnake } from './words.ts'

/** All that a provider's files are written from. */
export interface Plan {
  readonly id: string
  readonly title: string
  readonly operation: SourceOperation
  readonly auth: Auth
  readonly pages: Pages
  readonly organization: Organization
  readonly envelope: Envelope
  readonly failures: Failures
  readonly shapes: Shapes
  /** JSON pointer and name, for the contract. */
  readonly items: string
  readonly identity: string
}

/** The text of mocks/<id>.js. */
export function mockFile(plan: Plan): string {
  const { id, title, operation, pages, organization, envelope, failures, shapes } = plan
  const scheme = authCode(plan)
  const paged = pagesCode(plan)
  const isTextual = failures.byStatus.some(({ isText }) => isText)
  const { texts, imports } = withNeeds(organization.helpers)
  const successHeaders = ['Content-Type', operation.success.mediaType, ...declaredHeaders(shapes, operation.success)]
  const names = new Set([
    ...['allowMethods', 'defineProvider', 'headerList', 'jsonReply', 'listAccounts', 'operationPath', 'publishedBytes'],
    ...scheme.imports,
    ...paged.imports,
    ...imports,
  ])

  const definition = objectCode([
    { name: 'client', value: '{ credentials: ordinary, accounts: lists.published, env, curl }' },
    scheme.member,
    {
      name: 'before',
      value: "[operationPath(spec), allowMethods(['GET', 'HEAD'])]",
      comment: 'Assumed: the router knows path and method before it looks at credentials.',
    },
    ...paged.members,
    { name: 'organization', value: 'organization' },
    { name: 'paginator', value: paged.paginator },
    ...(pages.kind === 'whole-list' ? [{ name: 'largestCount', value: '10_000', comment: 'All in one body.' }] : []),
    { name: 'envelope', value: envelopeCode(envelope) },
    { name: 'headers', value: '() => headers' },
    { name: 'faults', value: 'faults' },
  ])
  const parameters = ['spec', ...(paged.usesKey || scheme.usesKey ? ['deriveKey'] : [])]
  const body = [
    `import {\n${[...names]
      .sort(byLetters)
      .map((name) => `  ${name},`)
      .join('\n')}\n} from 'orgmock/mock'`,
    blockComment(
      `${commentText(title)}, GET ${operation.path}. Made by \`orgmock new\` from the OpenAPI document: what the document says is kept, all else is a plain choice and marked as assumed where it stands. It is yours to change; \`orgmock check ${id}\` tells whether the contract is still kept.`,
    ),
    scheme.constants,
    `export default defineProvider(({ ${parameters.join(', ')} }) => (${tall(definition, 0)}))`,
    `function env(${scheme.usesTokenUrl ? '{ baseUrl, tokenUrl }' : '{ baseUrl }'}) {\n  return ${print(scheme.env, 2, 9)}\n}`,
    `function curl(${scheme.usesTokenUrl ? "{ operationUrl, tokenUrl = '' }" : '{ operationUrl }'}) {\n${scheme.curl}\n}`,
    ...(scheme.helper === undefined ? [] : [scheme.helper]),
    ...paged.helpers,
    `// ---- data\n\n${organizationText(organization)}`,
    ...texts.filter((text) => text.startsWith('/**')),
    ...joined(texts.filter((text) => !text.startsWith('/**'))),
    `// ---- replies\n\nconst headers = headerList(${print(headerCode(successHeaders), 0, 27)})`,
    failuresText(failures),
    failureText(isTextual),
    faultsText(plan),
  ]
  return `${body.join('\n\n')}\n`
}

/** One member to a line, whatever fits. */
function tall(code: Code, indent: number): string {
  return print(code, indent, Number.POSITIVE_INFINITY)
}

function joined(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [texts.join('\n')]
}

function byLetters(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1
}

// ---- authentication

interface AuthCode {
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

function authCode({ id, auth, pages }: Plan): AuthCode {
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
  return {
    imports: ['headerPair'],
    constants: `// Published, so no secret; assumed: what the two of a pair look like.
function pair(name) {
  return { identity: ${identity(`\${name}`)}, apiKey: publishedBytes(\`${id} \${name}\`).toString('hex') }
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

// ---- pages

interface PagesCode {
  readonly imports: readonly string[]
  readonly members: readonly Member[]
  readonly paginator: string
  readonly usesKey: boolean
  readonly helpers: readonly string[]
}

function pagesCode(plan: Plan): PagesCode {
  const { pages, envelope } = plan
  if (pages.kind === 'whole-list')
    return { imports: ['wholeList'], members: [], paginator: 'wholeList()', usesKey: false, helpers: [] }
  const { size } = pages
  const names = [pages.kind === 'page-number' ? pages.page : pages.cursor, size.parameter]
  const others = plan.operation.query.filter(({ name }) => !names.includes(name)).map(({ name }) => name)
  const spec = others.length === 0 ? 'spec' : 'pageParameters(spec)'
  const parameters: Member = {
    name: 'parameters',
    value: wrapped(`parameterReader(${spec}, `, readerRules(pages, size), ')'),
  }
  const codec = (purpose: string) => `opaqueCodec(deriveKey('${purpose}'))`
  const made =
    pages.kind === 'page-number'
      ? {
          imports: ['pageNumber'],
          text: `pageNumber({ page: ${quoted(pages.page)}, size: ${quoted(size.parameter)} })`,
        }
      : pages.kind === 'forward-token'
        ? {
            imports: ['forwardToken', 'opaqueCodec'],
            text: `forwardToken({ token: ${quoted(pages.cursor)}, size: ${quoted(size.parameter)}, codec: ${codec('next-token')} })`,
          }
        : {
            imports: ['cursor', 'opaqueCodec'],
            text: `cursor({ cursor: ${quoted(pages.cursor)}, size: ${quoted(size.parameter)}, codec: ${codec('cursor')} })`,
          }
  return {
    imports: ['parameterReader', ...made.imports],
    members: [parameters],
    paginator: envelope.needsCounts ? `counted(${made.text})` : made.text,
    usesKey: pages.kind !== 'page-number',
    helpers: [
      ...(others.length === 0 ? [] : [pageParametersText(names, others)]),
      ...(envelope.needsCounts ? [countedText(size.parameter)] : []),
    ],
  }
}

function readerRules(pages: Exclude<Pages, { kind: 'whole-list' }>, size: SizeRule): Code {
  const { minimum, maximum, fallback, parameter, isListed } = size
  const overrides: Member[] = []
  if (pages.kind === 'page-number' && !pages.isPageAsDeclared) {
    overrides.push({ name: pages.page, value: "{ type: 'integer', minimum: 1, default: 1 }" })
  }
  if (!size.isAsDeclared) {
    const bounds = `minimum: ${minimum}, maximum: ${maximum}, default: ${fallback}`
    overrides.push({
      name: parameter,
      value: `{ type: 'integer', ${isListed ? 'enum: null, ' : ''}${bounds} }`,
      ...(isListed ? { comment: 'Assumed: sizes between those that are listed are served too.' } : {}),
    })
  }
  return objectCode([
    {
      name: 'repeated',
      value: "'refuse'",
      comment: 'Assumed: a parameter twice, or as a list, is a mistake that deserves an answer.',
    },
    ...(pages.kind === 'page-number'
      ? []
      : [
          {
            name: 'emptyIsAbsent',
            value: literal([pages.cursor]),
            comment: 'Assumed: a client that sends the cursor of its last page as empty text starts again.',
          },
        ]),
    ...(overrides.length === 0
      ? []
      : [
          {
            name: 'overrides',
            value: objectCode(overrides),
            comment: 'Assumed, where the document leaves it open: type, bounds and default.',
          },
        ]),
  ])
}

function pageParametersText(names: readonly string[], others: readonly string[]): string {
  const comment = blockComment(
    `Only pages are read: ${listed(others)} ${others.length === 1 ? 'changes' : 'change'} nothing yet.`,
  )
  return `${comment}
function pageParameters(spec) {
  const names = [${names.map(quoted).join(', ')}]
  return { ...spec, parameters: spec.parameters.filter(({ name }) => names.includes(name)) }
}`
}

function countedText(size: string): string {
  return `/** Tells of a page also how many items there are, where it begins and how long it may be: the envelope says so. */
function counted(paginator) {
  return {
    paginate(selection, parameters, binding) {
      const cut = paginator.paginate(selection, parameters, binding)
      if (!cut.ok) return cut
      const counts = { total: selection.count, from: cut.value.from, size: parameters${access(size)} }
      return { ok: true, value: { ...cut.value, info: { ...cut.value.info, ...counts } } }
    },
  }
}`
}

// ---- data and replies

function envelopeCode({ code, usesInfo }: Envelope): Code {
  return arrow(usesInfo ? '({ items, info })' : '({ items })', code)
}

function organizationText({ code, remarks, warnings }: Organization): string {
  const comment = blockComment(
    'One organization: the same seed and index give the same one, in any process.',
    ...remarks,
    ...warnings.map((text) => `TODO: ${text}.`),
  )
  return `${comment}\nfunction organization(source) {\n  return ${tall(code, 2)}\n}`
}

/** Statuses that are said alike share what they say. */
function failuresText({ byStatus }: Failures): string {
  const texts = new Map<string, Failure[]>()
  for (const failure of byStatus) {
    const text = oneFailure(failure)
    texts.set(text, [...(texts.get(text) ?? []), failure])
  }
  const names = new Map<string, string>()
  const shared: string[] = []
  for (const [text, [first, ...others]] of texts) {
    if (first === undefined || others.length === 0) continue
    const base = first.isDocumented ? 'documented' : 'assumed'
    const taken = [...names.values()].filter((name) => name.startsWith(base)).length
    const name = taken === 0 ? base : `${base}${taken + 1}`
    names.set(text, name)
    const comment = first.isDocumented ? '' : '// Assumed: the document does not show these.\n'
    shared.push(`${comment}const ${name} = ${text}`)
  }
  const lines = byStatus.map((failure) => {
    const text = oneFailure(failure)
    const name = names.get(text)
    if (name !== undefined) return `  ${failure.status}: ${name},`
    const comment = failure.isDocumented ? '' : '  // Assumed: the document does not show it.\n'
    return `${comment}  ${failure.status}: ${text.replaceAll('\n', '\n  ')},`
  })
  return [...shared, `/** How each refusal is said. */\nconst failures = {\n${lines.join('\n')}\n}`].join('\n\n')
}

function oneFailure({ headers, body = "''" }: Failure): string {
  const takes = print(body).includes('message') ? '(message)' : '()'
  const members = [
    { name: 'headers', value: wrapped('headerList(', headerCode(headers), ')') },
    { name: 'body', value: arrow(takes, body) },
  ]
  return tall(objectCode(members), 0)
}

function failureText(isTextual: boolean): string {
  const last = isTextual
    ? `  const content = body(message)
  const all = [...own, ...more]
  return typeof content === 'string' ? { status, headers: all, body: content } : jsonReply(status, all, content)`
    : '  return jsonReply(status, [...own, ...more], body(message))'
  return `function failure(status, message, more = []) {\n  const { headers: own, body } = failures[status]\n${last}\n}`
}

function faultsText({ failures: { unauthenticated, invalid } }: Plan): string {
  return `/** Assumed, all of them: which words a refusal has. */
function faults(fault) {
  switch (fault.kind) {
    case 'unauthenticated':
      return failure(${unauthenticated}, \`the credentials are \${fault.reason}\`)
    case 'forbidden':
      return failure(403, 'the credentials do not permit this')
    case 'invalid-parameter':
      return failure(${invalid}, \`\${fault.parameter} \${fault.rule}\`)
    case 'invalid-cursor':
      return failure(${invalid}, \`\${fault.parameter} is not one that a previous page returned\`)
    case 'not-found':
      return failure(404, 'there is nothing here')
    case 'method-not-allowed':
      return failure(405, 'this method is not allowed', ['Allow', fault.allow.join(', ')])
    case 'throttled':
      return failure(429, 'too many requests', ['Retry-After', String(fault.retryAfterSeconds)])
    default:
      return failure(500, 'something broke')
  }
}`
}
