import { follow } from './dereference.ts'
import { asOneOf, asString, elements, find, members, need, type Place, refusal } from './place.ts'
import { absoluteUrl } from './servers.ts'
import type { SecurityRequirement, SecurityScheme } from './types.ts'

/**
 * Resolves the security requirements of an operation to schemes; the operation's own list wins over the document's,
 * an empty one included. Throws DOCUMENT_SHAPE, UNSUPPORTED (a scheme that no mock can check) and what `follow` throws.
 */
export function readSecurity(root: Place, operation: Place): readonly SecurityRequirement[] {
  const list = find(operation, 'security') ?? find(root, 'security')
  return elements(list).map((requirement) =>
    members(requirement).map(([id, scopes]) => ({
      scheme: scheme(root, id, scopes),
      scopes: elements(scopes).map(asString),
    })),
  )
}

/** The token URLs' host names, lower case, each once. */
export function tokenHosts(security: readonly SecurityRequirement[]): readonly string[] {
  const schemes = security.flat().map(({ scheme }) => scheme)
  return [...new Set(schemes.flatMap((scheme) => (scheme.type === 'oauth2' ? new URL(scheme.tokenUrl).hostname : [])))]
}

function scheme(root: Place, id: string, requirement: Place): SecurityScheme {
  const components = find(root, 'components')
  const schemes = components && find(components, 'securitySchemes')
  const named = schemes && find(schemes, id)
  if (!named) throw refusal(requirement, 'DOCUMENT_SHAPE', `${id} is not among components.securitySchemes`)
  const place = follow(root, named)
  const type = asOneOf(need(place, 'type'), ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'])
  if (type === 'apiKey') {
    return {
      id,
      type,
      in: asOneOf(need(place, 'in'), ['header', 'query', 'cookie']),
      name: asString(need(place, 'name')),
    }
  }
  // RFC 9110 11.1: the name of an HTTP scheme has no letter case.
  if (type === 'http') return { id, type, scheme: asString(need(place, 'scheme')).toLowerCase() }
  if (type === 'oauth2') return { id, type, ...clientCredentials(need(place, 'flows')) }
  throw refusal(place, 'UNSUPPORTED', `${type} is no scheme that a mock can check; apiKey, http and oauth2 are`)
}

function clientCredentials(flows: Place): { tokenUrl: string; scopes: Record<string, string> } {
  const flow = find(flows, 'clientCredentials')
  if (!flow) throw refusal(flows, 'UNSUPPORTED', 'oauth2 needs the clientCredentials flow')
  const tokenUrl = need(flow, 'tokenUrl')
  absoluteUrl(tokenUrl)
  return {
    tokenUrl: asString(tokenUrl),
    scopes: Object.fromEntries(members(need(flow, 'scopes')).map(([name, text]) => [name, asString(text)])),
  }
}
