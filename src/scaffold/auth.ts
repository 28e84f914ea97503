import { arrayOf, isObject, type Json, type JsonObject, objectOf } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { asText, follow } from './json.ts'
import type { SourceOperation } from './operation.ts'
import { camelCase, listed } from './words.ts'

const authKinds = ['api-key', 'bearer', 'basic', 'header-pair', 'client-credentials', 'none'] as const
export type AuthKind = (typeof authKinds)[number]

/** Where a client puts one value, as mocks and contracts describe it. */
export interface KeyPlace {
  readonly in: 'header' | 'query' | 'cookie' | 'user' | 'password'
  readonly name?: string
  /** The text before the value. */
  readonly prefix?: string
  /** The document does not say what stands before the value. */
  readonly anyWord?: true
  /** What a contract sends where the value is no secret, such as a version. */
  readonly value?: string
}

/** A place of a credential's part, which the generated files know by this name. */
export interface KeyPart extends KeyPlace {
  readonly part?: string
}

/** How callers identify themselves, and what the reduced document says of it. */
export type Auth = (
  | { readonly kind: 'keys'; readonly ways: readonly (readonly KeyPart[])[] }
  | { readonly kind: 'client-credentials'; readonly tokenUrl: string; readonly audience: string }
  | { readonly kind: 'none' }
) & {
  /** For the summary. */
  readonly label: AuthKind
  readonly schemes: JsonObject
  readonly requirements: readonly JsonObject[]
  /** What was changed against the document, or assumed. */
  readonly notes: readonly string[]
}

export interface AuthOptions {
  readonly auth?: string
  readonly headers?: readonly string[]
  /** The text before the key in `Authorization`. Default: what the description of the scheme shows. */
  readonly prefix?: string
  readonly tokenUrl?: string
}

interface Asked extends AuthOptions {
  /** Of the document. */
  readonly version?: string
}

interface Named {
  readonly id: string
  readonly scheme: JsonObject
  readonly scopes: readonly Json[]
}

/** One of the ways that a document names. */
interface Way {
  readonly label: AuthKind
  readonly places: readonly KeyPlace[]
  readonly schemes: JsonObject
  readonly requirement: JsonObject
  readonly note?: string
}

/**
 * Chooses the authentication: what was asked for, or else every way of the document that can be served. A document that says nothing of
 * authentication is assumed to want a bearer token; one with schemes that it requires nowhere means any of them. `whole` reads the
 * document with all of its paths. Throws ScaffoldError AUTH.
 */
export function chooseAuth(
  document: JsonObject,
  { operation }: SourceOperation,
  options: AuthOptions,
  server: string,
  whole = (): JsonObject => document,
): Auth {
  const { auth: asked, prefix } = options
  if (asked !== undefined && !(authKinds as readonly string[]).includes(asked)) {
    throw new ScaffoldError('AUTH', `--auth must be ${listed(authKinds, 'or')}, not ${JSON.stringify(asked)}`)
  }
  const kind = asked as AuthKind | undefined
  refuseStrayOptions(kind, options)
  const security = operation['security'] ?? document['security']
  const schemes = objectOf(objectOf(document['components'])['securitySchemes'])
  const requirements = requirementsOf(document, schemes, security ?? Object.keys(schemes).map((id) => ({ [id]: [] })))
  const version = String(objectOf(document['info'])['version'])
  const auth =
    ofDocument(requirements, kind, { ...options, version }, server, security === undefined) ??
    (kind === undefined ? assumed(whole, security, requirements, options) : made(kind, options, server, requirements))
  const isUsed = auth.kind === 'keys' && auth.ways.flat().some((place) => place.prefix === prefix)
  if (prefix !== undefined && !isUsed) {
    throw new ScaffoldError(
      'AUTH',
      '--prefix belongs to a key in the header Authorization: --auth api-key --header Authorization',
    )
  }
  return auth
}

/** What the document names, as far as it can be served; undefined where nothing can, or nothing of the kind that was asked for. */
function ofDocument(
  requirements: readonly (readonly Named[])[],
  kind: AuthKind | undefined,
  options: Asked,
  server: string,
  isForgotten: boolean,
): Auth | undefined {
  const wantsToken = (requirement: readonly Named[]) => tokenWay(requirement, options, server)
  const first = requirements.find((requirement) => wantsToken(requirement) !== undefined || wayOf(requirement, options))
  const asksToken =
    kind === 'client-credentials' ? requirements.find(wantsToken) : kind === undefined ? first : undefined
  const token = asksToken === undefined ? undefined : wantsToken(asksToken)
  const forgotten = isForgotten ? ['the document requires no authentication; its own scheme is taken'] : []
  const many = requirements.length > 1 ? `of ${requirements.length} ways to authenticate` : undefined
  if (token !== undefined) {
    const left = many === undefined ? [] : [`${many} this one is kept; --auth sets another way`]
    return { ...token, notes: left.length > 0 ? left : forgotten }
  }
  const all = requirements
    .flatMap((requirement) => wayOf(requirement, options) ?? [])
    .filter((way) => kind === undefined || way.label === kind)
  const [leading] = all
  if (leading === undefined) return undefined
  const ways = all.filter(
    (way, index) =>
      all.findIndex((other) => isSame(other, way)) === index && named(leading.places, way.places).length > 0,
  )
  const unserved = requirements.length - all.length
  return {
    kind: 'keys',
    label: leading.label,
    ways: ways.flatMap(({ places }) => named(leading.places, places)),
    schemes: Object.assign({}, ...ways.map(({ schemes }) => schemes)) as JsonObject,
    requirements: ways.map(({ requirement }) => requirement),
    notes: [
      ...ways.flatMap(({ note }) => note ?? []),
      ...(ways.length > 1
        ? [`any of ${ways.length} ways to authenticate opens; the first one is what examples show`]
        : []),
      ...(unserved > 0 && kind === undefined
        ? [
            `${many} ${listed(requirements.filter((one) => wayOf(one, options) === undefined).map(described))} cannot be served`,
          ]
        : []),
      ...(unserved > 0 && kind !== undefined ? [`${many} ${all.length === 1 ? 'this one is' : 'these are'} kept`] : []),
      ...forgotten,
      ...(ways.some(({ places }) => places.some(({ anyWord }) => anyWord))
        ? ['the document does not say what stands before the key in Authorization: any word or none; --prefix sets it']
        : []),
    ],
  }
}

function isSame(one: Way, other: Way): boolean {
  return JSON.stringify(one.places) === JSON.stringify(other.places)
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

function descriptionOf({ description }: JsonObject): string {
  return asText(description)?.slice(0, longestDescription) ?? ''
}

/** What a scheme's description shows before the key: `Authorization: SSWS {API Token}`, `Token token=<API_KEY>`, the word "Basic" and a space. */
function shownPrefix(scheme: JsonObject): string | undefined {
  const text = descriptionOf(scheme)
  const [, shown] =
    /(?:authorization: "?|[`"'])([a-z][a-z-]{0,30} (?:[a-z_]{1,30}=)?)"?(?:<|\{|\[|[A-Z_]{0,20}(?:KEY|TOKEN)\b(?!=))/i.exec(
      text,
    ) ?? []
  // A sample key may stand behind it, which looks like nothing in particular.
  const [, named] = /\bauthorization: "?([a-z][a-z-]{0,30} [a-z_]{1,30}=)/i.exec(text) ?? []
  const [, word] = /\bword "([a-z-]{1,30})" followed by a space/i.exec(text) ?? []
  return shown ?? named ?? (word === undefined ? undefined : `${word} `)
}

/** Whether the description of HTTP Basic says that the key is the user, and that there is no password. */
function isKeyUser(scheme: JsonObject): boolean {
  const text = descriptionOf(scheme)
  return (
    /password[^.\n]{0,40}\b(blank|empty|not (needed|required|used)|unnecessary)\b/i.test(text) ||
    /\b(blank|empty|no|without an?|without) password\b/i.test(text) ||
    /\b(key|token|secret)\b[^.\n]{0,40}\bas (the |your |a )?(basic auth )?user ?name\b(?![^.\n]{0,60}\bpassword\b)/i.test(
      text,
    ) ||
    /(key|token)[`>}]*:[`)]/i.test(text)
  )
}

/** The places of a requirement's values; undefined for one that cannot be served. */
function wayOf(requirement: readonly Named[], { headers = [], prefix, version = '' }: Asked): Way | undefined {
  const schemes: Record<string, Json> = {}
  const asked: Record<string, Json> = {}
  const places: KeyPlace[] = []
  let note: string | undefined
  let label: AuthKind = 'api-key'
  for (const { id, scheme, scopes } of requirement) {
    const { type } = scheme
    const word = String(scheme['scheme']).toLowerCase()
    schemes[id] = scheme
    asked[id] = scopes
    if (type === 'apiKey') {
      const place = placeOf(scheme, prefix, version)
      if (place === undefined) return undefined
      places.push(place)
      if (place.value !== undefined)
        note = `${place.name} is no secret: any value is taken, and checks send ${place.value}`
    } else if (type === 'http' && word === 'basic') {
      label = 'basic'
      places.push({ in: 'user' }, ...(isKeyUser(scheme) ? [] : [{ in: 'password' } as const]))
    } else if ((type === 'http' && word === 'bearer') || type === 'oauth2' || type === 'openIdConnect') {
      label = 'bearer'
      places.push({ in: 'header', name: 'Authorization', prefix: 'Bearer ' })
      if (type !== 'http') {
        schemes[id] = bearerScheme
        asked[id] = []
        note = `${id} (${type}) hands out bearer tokens; they are served, how they are got is not`
      }
    } else return undefined
  }
  const isInAuthorization = ({ in: where, name = '' }: KeyPlace) =>
    where === 'user' || (where === 'header' && name.toLowerCase() === 'authorization')
  const keyed = places.filter(({ value }) => value === undefined)
  const isOther = headers.length > 0 && headers.join() !== places.map(({ name }) => name).join()
  if (keyed.length === 0 || isOther || places.filter(isInAuthorization).length > 1) return undefined
  if (requirement.length > 1) label = 'header-pair'
  return { label, places, schemes, requirement: asked, ...(note === undefined ? {} : { note }) }
}

function placeOf(scheme: JsonObject, prefix: string | undefined, version: string): KeyPlace | undefined {
  const { in: where, name: given } = scheme
  const name = asText(given)
  if (name === undefined || name === '') return undefined
  if (where === 'query') return { in: where, name }
  if (where === 'cookie') return isHeaderName(name) ? { in: where, name } : undefined
  if (where !== 'header' || !isHeaderName(name)) return undefined
  if (name.toLowerCase() === 'authorization') {
    const before = prefix ?? shownPrefix(scheme)
    return before === undefined ? { in: where, name, anyWord: true } : { in: where, name, prefix: before }
  }
  // No secret: which values there are, no scheme can say.
  if (/(^|-)version$/i.test(name)) return { in: where, name, value: versionIn(scheme, version) }
  return { in: where, name }
}

/** A version as the scheme or the document's own version shows one: a date, or the first one. */
function versionIn(scheme: JsonObject, version: string): string {
  return /20\d\d-[01]\d-[0-3]\d/.exec(`${descriptionOf(scheme)} ${version}`)?.[0] ?? '1'
}

/** Client credentials, where the document says where tokens come from. */
function tokenWay(
  requirement: readonly Named[],
  options: AuthOptions,
  server: string,
): Omit<Auth & { kind: 'client-credentials' }, 'notes'> | undefined {
  const [first, ...others] = requirement
  const { type, flows } = first?.scheme ?? {}
  const flow = objectOf(flows)['clientCredentials']
  if (first === undefined || others.length > 0 || type !== 'oauth2' || flow === undefined) return undefined
  const tokenUrl = options.tokenUrl ?? absolute(asText(objectOf(flow)['tokenUrl']), server)
  if (tokenUrl === undefined) return undefined
  const reduced = {
    ...first.scheme,
    flows: { clientCredentials: { ...objectOf(flow), tokenUrl, scopes: objectOf(objectOf(flow)['scopes']) } },
  }
  return {
    kind: 'client-credentials',
    label: 'client-credentials',
    tokenUrl,
    audience: server,
    schemes: { [first.id]: reduced },
    requirements: [{ [first.id]: first.scopes }],
  }
}

const secretName = /key|secret|token|passw/i

/**
 * Names the parts of a credential: those of the first way, in its order. Of another way a single value is the same secret, and several are
 * the same as those with their names. None for a way that has what the first one does not have.
 */
function named(first: readonly KeyPlace[], way: readonly KeyPlace[]): readonly (readonly KeyPart[])[] {
  const own = partsOf(first)
  const parts = partsOf(way)
  if (way === first) return [own]
  const secret = secretPartOf(own)
  const keyed = parts.flatMap(({ part }) => part ?? [])
  if (keyed.length === 1) {
    // Beside HTTP Basic no document says which of the two is the key: either is.
    const either = first.some(({ in: where }) => where === 'password') ? ['user', secret] : [secret]
    return either.map((part) => parts.map((place) => (place.part === undefined ? place : { ...place, part })))
  }
  if (keyed.every((part) => own.some((other) => other.part === part))) return [parts]
  // The key alone is known: it is the user, and the password is empty.
  return way.every(({ in: where }) => where === 'user' || where === 'password') ? [[{ in: 'user', part: secret }]] : []
}

function partsOf(way: readonly KeyPlace[]): readonly KeyPart[] {
  const keyed = way.filter(({ value }) => value === undefined)
  const names = keyed.map(({ in: where, name }) => (name === undefined ? where : camelCase(name)))
  return way.map((place) => {
    const index = keyed.indexOf(place)
    if (index === -1) return place
    const name = names[index] ?? ''
    const isTaken = names.indexOf(name) !== index
    return { ...place, part: keyed.length === 1 ? 'apiKey' : isTaken ? `${name}${index + 1}` : name }
  })
}

/** The part by which the caller is found. */
export function secretPartOf(way: readonly KeyPart[]): string {
  const parts = way.flatMap(({ part }) => part ?? [])
  return parts.findLast((part) => secretName.test(part)) ?? parts.at(-1) ?? 'apiKey'
}

const bearerScheme = { type: 'http', scheme: 'bearer' }

/** A way that no scheme of the document describes. */
function undescribed(label: AuthKind, places: readonly KeyPlace[], note: string): Auth {
  const ids = places.map((place) => idOf(place)).filter((id, index, all) => all.indexOf(id) === index)
  return {
    kind: 'keys',
    label,
    ways: named(places, places),
    schemes: Object.fromEntries(places.map((place) => [idOf(place), schemeOf(place)])),
    requirements: [Object.fromEntries(ids.map((id) => [id, []]))],
    notes: [note],
  }
}

function idOf({ in: where, name, prefix }: KeyPlace): string {
  if (name === undefined) return 'basic'
  return where === 'header' && prefix === 'Bearer ' ? 'bearer' : camelCase(name)
}

function schemeOf({ in: where, name, prefix }: KeyPlace): JsonObject {
  if (name === undefined) return { type: 'http', scheme: 'basic' }
  return prefix === 'Bearer ' ? bearerScheme : { type: 'apiKey', in: where, name }
}

/** What is taken where the document names no scheme; where it says that no key is asked for, none is. */
function assumed(
  whole: () => JsonObject,
  security: Json | undefined,
  requirements: readonly (readonly Named[])[],
  { prefix }: AuthOptions,
): Auth {
  if (requirements.length > 0) throw new ScaffoldError('AUTH', unserved(requirements))
  if (security !== undefined) return noAuth('the document asks for no authentication; --auth sets a way')
  const pair = declaredElsewhere(whole())
  if (pair !== undefined) {
    const names = listed(pair.map(({ name }) => name ?? ''))
    const [are, heads] = pair.length === 1 ? ['is', 'a header'] : ['are', 'headers']
    const note = `the document names no authentication: ${names} ${are} taken, ${heads} of its other operations; --auth sets another way`
    return undescribed(pair.length === 1 ? 'api-key' : 'header-pair', pair, note)
  }
  const note = 'the document names no authentication: a bearer token is assumed'
  const place = { in: 'header', name: 'Authorization' } as const
  if (prefix !== undefined) return undescribed('api-key', [{ ...place, prefix }], `${note} behind the prefix asked for`)
  const more = ', and any word before it is taken; --auth and --prefix set another way'
  return undescribed('bearer', [{ ...place, prefix: 'Bearer ', anyWord: true }], note + more)
}

/** Headers of other operations that are a key, and who it belongs to. */
function declaredElsewhere(document: JsonObject): readonly KeyPlace[] | undefined {
  const names = new Set<string>()
  for (const item of Object.values(objectOf(document['paths']))) {
    for (const value of [item, ...Object.values(objectOf(item))]) {
      for (const parameter of arrayOf(objectOf(value)['parameters'])) {
        const { in: where, name } =
          isObject(parameter) && '$ref' in parameter ? follow(document, parameter) : objectOf(parameter)
        if (where === 'header' && typeof name === 'string' && isHeaderName(name)) names.add(name)
      }
    }
  }
  const keys = [...names].filter((name) => /^(x-)?(api|auth|access)-?(key|token|secret)$/i.test(name))
  const whose = [...names].filter((name) => /^(x-)?(api|auth|access)-?(user(name|-?id)?|email|id)$/i.test(name))
  if (keys.length !== 1 || whose.length > 1) return undefined
  return [...whose, ...keys].map((name) => ({ in: 'header', name }))
}

function noAuth(note: string): Auth {
  return { kind: 'none', label: 'none', schemes: {}, requirements: [], notes: [note] }
}

/** What was asked for although the document says nothing of it. */
function made(
  kind: AuthKind,
  { headers = [], prefix, tokenUrl }: AuthOptions,
  server: string,
  requirements: readonly (readonly Named[])[],
): Auth {
  const said =
    requirements.length === 0
      ? 'the document names no authentication'
      : `the document names ${listed(requirements.map(described), 'or')}`
  const note = `${said}; this one was asked for`
  const [first = '', second = ''] = headers
  switch (kind) {
    case 'none':
      return noAuth(note)
    case 'bearer':
      return undescribed(kind, [{ in: 'header', name: 'Authorization', prefix: 'Bearer ' }], note)
    case 'basic':
      return undescribed(kind, [{ in: 'user' }, { in: 'password' }], note)
    case 'api-key':
      if (first === '') throw new ScaffoldError('AUTH', `--auth api-key needs --header NAME: ${said}`)
      return undescribed(kind, [{ in: 'header', name: first, ...(prefix === undefined ? {} : { prefix }) }], note)
    case 'header-pair':
      if (second === '')
        throw new ScaffoldError('AUTH', `--auth header-pair needs --header twice, who and secret: ${said}`)
      return undescribed(
        kind,
        headers.map((name) => ({ in: 'header', name })),
        note,
      )
    case 'client-credentials':
      if (tokenUrl === undefined)
        throw new ScaffoldError('AUTH', `--auth client-credentials needs --token-url URL: ${said}`)
      return {
        kind,
        label: kind,
        tokenUrl,
        audience: server,
        schemes: { oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } } },
        requirements: [{ oauth: [] }],
        notes: [note],
      }
  }
}

function unserved(requirements: readonly (readonly Named[])[]): string {
  const choices = `choose with --auth ${listed(authKinds, 'or')}`
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
