import { arrayOf, type Json, type JsonObject, objectOf, withoutFinalSlashes } from '../spec/index.ts'
import { ScaffoldError } from './errors.ts'
import { asText } from './json.ts'
import type { SourceOperation } from './operation.ts'

export interface Servers {
  readonly servers: readonly Json[]
  /** URL of the first one, variables at their defaults, no slash at the end. */
  readonly url: string
  readonly note?: string
}

/** The servers that have a host of their own; one is made up where the document has none. Throws ScaffoldError OPTION. */
export function chooseServers(
  document: JsonObject,
  { operation, item }: SourceOperation,
  id: string,
  asked: string | undefined,
): Servers {
  if (asked !== undefined) {
    const url = publicUrl(asked)
    if (url === undefined) {
      throw new ScaffoldError(
        'OPTION',
        `--server must be a URL such as https://api.example.com/v1, not ${JSON.stringify(asked)}`,
      )
    }
    return { servers: [{ url: bare(url) }], url: bare(url), note: 'the server is the one that was asked for' }
  }
  const declared = arrayOf(operation['servers'] ?? item['servers'] ?? document['servers'])
  const usable = declared.filter((server) => publicUrl(filled(server)) !== undefined)
  const [first] = usable
  if (first !== undefined) {
    const left = declared.length - usable.length
    return {
      servers: usable,
      url: bare(publicUrl(filled(first)) as URL),
      ...(left === 0
        ? {}
        : { note: `${left} of ${declared.length} servers are left out: they name no host that is the provider's` }),
    }
  }
  // `.example` belongs to nobody (RFC 2606).
  const path = asText(objectOf(declared[0])['url']) ?? ''
  const url = bare(new URL(/^\/[\w./~-]*$/.test(path) ? path : '', `https://${id}.example`))
  return {
    servers: [{ url }],
    url,
    note: `the document names no host; ${url} is made up (--server URL names the real one)`,
  }
}

/** A server's URL with its variables at their defaults. */
function filled(server: Json): string {
  const variables = objectOf(objectOf(server)['variables'])
  const url = asText(objectOf(server)['url']) ?? ''
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => asText(objectOf(variables[name])['default']) ?? whole)
}

/** Undefined for what is relative, has a gap, or means this machine, where orgmock itself is reached. */
function publicUrl(text: string): URL | undefined {
  if (text.includes('{') || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const isHere = /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[.*\])$/.test(url.hostname)
  return /^https?:$/.test(url.protocol) && !isHere ? url : undefined
}

function bare(url: URL): string {
  return `${url.origin}${withoutFinalSlashes(url.pathname)}`
}
