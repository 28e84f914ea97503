import { asString, elements, find, members, need, type Place, refusal } from './place.ts'
import { joinPointer } from './pointer.ts'

/** Where the servers of an operation listen. */
export interface Servers {
  /** Host names, lower case, without port, each once, in document order. */
  readonly hosts: readonly string[]
  /** Path of the first server without a trailing slash: '' or '/client/v4'. */
  readonly basePath: string
}

/**
 * Reads the servers that apply to an operation, variables at their defaults: the operation's own, or else the path
 * item's, or else the document's. Throws DOCUMENT_SHAPE.
 */
export function readServers(root: Place, pathItem: Place, operation: Place): Servers {
  const list = find(operation, 'servers') ?? find(pathItem, 'servers') ?? need(root, 'servers')
  const urls = elements(list).map((server) => absoluteUrl(need(server, 'url'), fill(server)))
  const [first] = urls
  if (!first) throw refusal(list, 'DOCUMENT_SHAPE', 'must name at least one server')
  return {
    hosts: [...new Set(urls.map((url) => url.hostname))],
    basePath: withoutFinalSlashes(first.pathname),
  }
}

/** By hand: an expression would try each run of slashes from each of its places. */
export function withoutFinalSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

/** Parses an http or https URL; the host comes out in lower case. Throws DOCUMENT_SHAPE. */
export function absoluteUrl(place: Place, text: string = asString(place)): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw refusal(place, 'DOCUMENT_SHAPE', `${text} is not an absolute http or https URL`)
  }
  return url
}

function fill(server: Place): string {
  const variables = new Map(
    members(find(server, 'variables')).map(([name, variable]) => [name, asString(need(variable, 'default'))]),
  )
  const url = need(server, 'url')
  return asString(url).replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = variables.get(name)
    if (value === undefined) {
      throw refusal(url, 'DOCUMENT_SHAPE', `{${name}} has no default in ${joinPointer(server.pointer, 'variables')}`)
    }
    return value
  })
}
