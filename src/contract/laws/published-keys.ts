import { isObject } from '../../spec/index.ts'
import type { Exchange, LawContext } from '../types.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** Metadata names whole documents (OpenID Connect Discovery 1.0, 4; RFC 8414, 3); key sets have no name in a standard, but usual ones. */
const metadataNames = ['openid-configuration', 'oauth-authorization-server']
const keySetNames = ['jwks.json', 'jwks']
/** Keys of a set that are tried. */
const mostKeys = 3

/** What the token host says of itself, with the exchange that showed it. */
export interface Metadata {
  readonly exchange: Exchange
  readonly document: JsonObject
}

/** The metadata of the token endpoint in use; undefined where none is published. Asks the token host only, and sends no credential. */
export async function publishedMetadata(context: LawContext): Promise<Metadata | undefined> {
  const { pathname = '' } = tokenUrlOf(context) ?? {}
  for (const base of basesOf(pathname)) {
    const paths = metadataNames.map((name) => `${base}/.well-known/${name}`)
    if (base !== '') paths.push(`/.well-known/oauth-authorization-server${base}`)
    for (const path of paths) {
      const exchange = await context.askTokenHost('what the token host says of itself', path)
      const document = objectIn(exchange)
      if (document !== undefined && isOfEndpoint(document, pathname)) return { exchange, document }
    }
  }
  return undefined
}

/** The public keys of the token host, those first that have the wanted id; empty where none are published. */
export async function publishedKeys(context: LawContext, kid: unknown): Promise<readonly JsonObject[]> {
  const metadata = await publishedMetadata(context)
  const url = tokenUrlOf(context)
  const named = metadata?.document['jwks_uri']
  const said = typeof named === 'string' && URL.canParse(named) ? new URL(named) : undefined
  // Behind a prefix the host knows its paths without it.
  const bases = basesOf(url?.pathname ?? '')
  const saidPaths =
    said === undefined ? [] : said.origin === url?.origin ? [said.pathname] : bases.map((base) => base + said.pathname)
  const usualPaths = bases.flatMap((base) => keySetNames.map((name) => `${base}/.well-known/${name}`))
  for (const path of new Set([...saidPaths, ...usualPaths])) {
    const keys = objectIn(await context.askTokenHost('the public keys of the token host', path))?.['keys']
    if (!Array.isArray(keys)) continue
    const objects = keys.filter(isObject)
    const wanted = objects.filter((key) => key['kid'] === kid)
    return [...wanted, ...objects.filter((key) => !wanted.includes(key))].slice(0, mostKeys)
  }
  return []
}

function tokenUrlOf({ tokenUrl }: LawContext): URL | undefined {
  return tokenUrl === undefined ? undefined : new URL(tokenUrl)
}

/** The folders that a path is in, the nearest first. */
function basesOf(pathname: string): readonly string[] {
  const segments = pathname.split('/').slice(1, -1)
  return [...segments.keys(), segments.length].map((count) => ['', ...segments.slice(0, count)].join('/')).reverse()
}

function objectIn({ response, json }: Exchange): JsonObject | undefined {
  return response.status === 200 && json.ok && isObject(json.value) ? json.value : undefined
}

/** A host may speak for several issuers. */
function isOfEndpoint({ token_endpoint: endpoint }: JsonObject, pathname: string): boolean {
  return typeof endpoint === 'string' && URL.canParse(endpoint) && pathname.endsWith(new URL(endpoint).pathname)
}
