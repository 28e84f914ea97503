import { arrayOf, type Json, type JsonObject, objectOf } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { asText, follow } from './json.ts'
import type { SourceOperation } from './operation.ts'
import { listed } from './words.ts'

const authKinds = ['api-key', 'bearer', 'header-pair', 'client-credentials'] as const
export type AuthKind = (typeof authKinds)[number]

/** How callers identify themselves, and what the reduced document says of it. */
export type Auth = (
  | { readonly kind: 'api-key'; readonly header: string; readonly prefix?: string }
  | { readonly kind: 'bearer' }
  | { readonly kind: 'header-pair'; readonly identityHeader: string; readonly secretHeader: string }
  | { readonly kind: 'client-credentials'; readonly tokenUrl: string; readonly audience: string }
) & {
  readonly schemes: JsonObject
  readonly requirement: JsonObject
  /** What was changed against the document. */
  readonly note?: string
}

export interface AuthOptions {
  readonly auth?: string
  readonly headers?: readonly string[]
  /** The text before the key in `Authorization`. Default: what the description of the scheme shows. */
  readonly prefix?: string
  readonly tokenUrl?: string
}

interface Named {
  readonly id: string
  readonly scheme: JsonObject
  readonly scopes: readonly Json[]
}

/**
 * Chooses the authentication: the one that was asked for, or else the first requirement of the document that can be served. A document that
 * says nothing of authentication is assumed to want a bearer token; one with schemes that it requires nowhere means any of them.
 * Throws ScaffoldError AUTH.
 */
export function chooseAuth(
  document: JsonObject,
  operation: SourceOperation,
  options: AuthOptions,
  server: string,
): Auth {
  const auth = chosen(document, operation, options, server)
  const isServed = auth.kind === 'api-key' && auth.header.toLowerCase() === 'authorization'
  if (options.prefix !== undefined && !isServed) {
    throw new ScaffoldError('AUTH', '--prefix belongs to --auth api-key --header Authorization')
  }
  return auth
}

function chosen(
  document: JsonObject,
  { operation, path }: SourceOperation,
  options: AuthOptions,
  server: string,
): Auth {
  const { auth: asked, headers = [], prefix, tokenUrl } = options
  if (asked !== undefined && !(authKinds as readonly string[]).includes(asked)) {
    throw new ScaffoldError('AUTH', `--auth must be ${listed(authKinds, 'or')}, not ${JSON.stringify(asked)}`)
  }
  const kind = asked as AuthKind | undefined
  refuseStrayOptions(kind, options)
  const security = operation['security'] ?? document['security']
  const schemes = objectOf(objectOf(document['components'])['securitySchemes'])
  const requirements = requirementsOf(document, schemes, security ?? Object.keys(schemes).map((id) => ({ [id]: [] })))
  for (const requirement of requirements) {
    const found = served(requirement, server, options)
    if (found === undefined || (kind !== undefined && found.kind !== kind)) continue
    const many =
      requirements.length === 1 ? undefined : `of ${requirements.length} ways to authenticate this one is kept`
    const forgotten =
      security === undefined ? 'the document requires no authentication; its own scheme is taken' : undefined
    const note = found.note ?? many ?? forgotten
    return note === undefined ? found : { ...found, note }
  }
  if (kind === undefined) {
    if (security !== undefined || requirements.length > 0) throw new ScaffoldError('AUTH', unserved(path, requirements))
    return {
      ...bearerMade,
      note: 'the document names no authentication: a bearer token is assumed; --auth sets another way',
    }
  }
  return made(kind, { headers, prefix, server, requirements, ...(tokenUrl === undefined ? {} : { tokenUrl }) })
}

function refuseStrayOptions(kind: AuthKind | undefined, { headers = [], tokenUrl }: AuthOptions): void {
  const wanted = kind === 'api-key' ? 1 : kind === 'header-pair' ? 2 : 0
  if (headers.length > 0 && headers.length !== wanted) {
    const says =
      wanted === 0
        ? 'belongs to --auth api-key (once) and --auth header-pair (twice)'
        : `--auth ${kind} takes ${wanted === 1 ? 'one' : 'two'}`
    throw new ScaffoldError('AUTH', `--header is given ${headers.length} times: ${says}`)
  }
  const bad = headers.find((name) => !isHeaderName(name))
  if (bad !== undefined)
    throw new ScaffoldError('AUTH', `--header must be the name of a header, not ${JSON.stringify(bad)}`)
  if (tokenUrl !== undefined && kind !== undefined && kind !== 'client-credentials') {
    throw new ScaffoldError('AUTH', '--token-url belongs to --auth client-credentials')
  }
  if (tokenUrl !== undefined && !isHttps(tokenUrl)) {
    throw new ScaffoldError('AUTH', `--token-url must be an https URL, not ${JSON.stringify(tokenUrl)}`)
  }
}

/** RFC 9110, 5.6.2. */
function isHeaderName(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name)
}

/** Each alternative of the document; one that asks for nothing is left out. */
function requirementsOf(
  document: JsonObject,
  schemes: JsonObject,
  security: Json | undefined,
): readonly (readonly Named[])[] {
  return arrayOf(security)
    .map((requirement) =>
      Object.entries(objectOf(requirement)).map(([id, scopes]) => ({
        id,
        scheme: follow(document, Object.hasOwn(schemes, id) ? schemes[id] : undefined),
        scopes: arrayOf(scopes),
      })),
    )
    .filter(({ length }) => length > 0)
}

/** Longest part of a description that is searched for a prefix, in characters. */
const longestDescription = 2_000

/** What a scheme's description shows before the key: `Authorization: SSWS {API Token}`, `Token token=<API_KEY>`, the word "Basic" and a space. */
function shownPrefix({ description }: JsonObject, header: string): string | undefined {
  if (header.toLowerCase() !== 'authorization') return undefined
  const text = asText(description)?.slice(0, longestDescription) ?? ''
  const [, shown] =
    /(?:authorization: "?|[`"'])([a-z][a-z-]{0,30} (?:[a-z_]{1,30}=)?)"?(?:<|\{|\[|[A-Z_]{0,20}(?:KEY|TOKEN)\b)/i.exec(
      text,
    ) ?? []
  const [, word] = /\bword "([a-z-]{1,30})" followed by a space/i.exec(text) ?? []
  return shown ?? (word === undefined ? undefined : `${word} `)
}

/** What can be served of a requirement as it stands. */
function served(requirement: readonly Named[], server: string, options: AuthOptions): Auth | undefined {
  const [first, second, ...others] = requirement
  if (first === undefined || others.length > 0) return undefined
  const schemes = Object.fromEntries(requirement.map(({ id, scheme }) => [id, scheme]))
  const asked = Object.fromEntries(requirement.map(({ id, scopes }) => [id, scopes]))
  const base = { schemes, requirement: asked }
  const { headers = [] } = options
  if (second !== undefined) {
    const [one, other] = [headerOf(first), headerOf(second)]
    if (one === undefined || other === undefined || headers.length > 0) return undefined
    // Whoever is named comes first, whatever the order in the document.
    const isTurned = /key|secret|token|password/i.test(one) && !/key|secret|token|password/i.test(other)
    const [identityHeader, secretHeader] = isTurned ? [other, one] : [one, other]
    return { kind: 'header-pair', identityHeader, secretHeader, ...base }
  }
  const header = headerOf(first)
  if (header !== undefined) {
    if (headers.length > 0 && headers[0] !== header) return undefined
    const prefix = options.prefix ?? shownPrefix(first.scheme, header)
    return { kind: 'api-key', header, ...(prefix === undefined ? {} : { prefix }), ...base }
  }
  const { type, scheme, flows } = first.scheme
  if (type === 'http' && String(scheme).toLowerCase() === 'bearer') return { kind: 'bearer', ...base }
  const flow = objectOf(flows)['clientCredentials']
  if (type === 'oauth2' && flow !== undefined) {
    const tokenUrl = options.tokenUrl ?? absolute(asText(objectOf(flow)['tokenUrl']), server)
    if (tokenUrl === undefined) return undefined
    const reduced = {
      ...first.scheme,
      flows: { clientCredentials: { ...objectOf(flow), tokenUrl, scopes: objectOf(objectOf(flow)['scopes']) } },
    }
    return { kind: 'client-credentials', tokenUrl, audience: server, ...base, schemes: { [first.id]: reduced } }
  }
  if (type === 'oauth2' || type === 'openIdConnect') {
    const note = `${first.id} (${type}) hands out bearer tokens; they are served, how they are got is not`
    return { kind: 'bearer', schemes: { [first.id]: bearerScheme }, requirement: { [first.id]: [] }, note }
  }
  return undefined
}

const bearerScheme = { type: 'http', scheme: 'bearer' }
const bearerMade = { kind: 'bearer', schemes: { bearer: bearerScheme }, requirement: { bearer: [] } } as const

function headerOf({ scheme }: Named): string | undefined {
  const name = scheme['type'] === 'apiKey' && scheme['in'] === 'header' ? asText(scheme['name']) : undefined
  return name !== undefined && isHeaderName(name) ? name : undefined
}

interface Wanted {
  readonly headers: readonly string[]
  readonly prefix?: string | undefined
  readonly tokenUrl?: string
  readonly server: string
  readonly requirements: readonly (readonly Named[])[]
}

/** What was asked for although the document says nothing of it. */
function made(kind: AuthKind, { headers, prefix, tokenUrl, server, requirements }: Wanted): Auth {
  const said =
    requirements.length === 0
      ? 'the document names no authentication'
      : `the document names ${listed(requirements.map(described), 'or')}`
  const note = `${said}; this one was asked for`
  const [first = '', second = ''] = headers
  switch (kind) {
    case 'bearer':
      return { ...bearerMade, note }
    case 'api-key':
      if (first === '') throw new ScaffoldError('AUTH', `--auth api-key needs --header NAME: ${said}`)
      return {
        kind,
        header: first,
        ...(prefix === undefined ? {} : { prefix }),
        schemes: { api_key: headerScheme(first) },
        requirement: { api_key: [] },
        note,
      }
    case 'header-pair':
      if (second === '')
        throw new ScaffoldError('AUTH', `--auth header-pair needs --header twice, who and secret: ${said}`)
      return {
        kind,
        identityHeader: first,
        secretHeader: second,
        schemes: { identity: headerScheme(first), secret: headerScheme(second) },
        requirement: { identity: [], secret: [] },
        note,
      }
    case 'client-credentials':
      if (tokenUrl === undefined)
        throw new ScaffoldError('AUTH', `--auth client-credentials needs --token-url URL: ${said}`)
      return {
        kind,
        tokenUrl,
        audience: server,
        schemes: { oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } } },
        requirement: { oauth: [] },
        note,
      }
  }
}

function headerScheme(name: string): JsonObject {
  return { type: 'apiKey', in: 'header', name }
}

function unserved(path: string, requirements: readonly (readonly Named[])[]): string {
  const choices = `choose with --auth ${listed(authKinds, 'or')}`
  if (requirements.length === 0) return `the document names no authentication for GET ${path}; ${choices}`
  return `the document asks for ${listed(requirements.map(described), 'or')}, which cannot be served; ${choices}`
}

function described(requirement: readonly Named[]): string {
  return requirement
    .map(({ id, scheme }) => {
      const { type, scheme: name, in: place } = scheme
      if (type === undefined) return `${id} (not among components.securitySchemes)`
      return `${id} (${[type, name ?? place].filter((word) => word !== undefined).join(' ')})`
    })
    .join(' with ')
}

/** A token URL may be relative to the server. */
function absolute(url: string | undefined, server: string): string | undefined {
  if (url === undefined || url === '') return undefined
  const base = server.endsWith('/') ? server : `${server}/`
  return URL.canParse(url, base) ? new URL(url, base).href : undefined
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:'
}
