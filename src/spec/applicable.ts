import type { ContentSpec, OperationSpec, ResponseSpec } from './types.ts'

/** The response object that applies to a status: the exact one, then its range, then the default; undefined when the status is undeclared. */
export function responseFor({ responses }: OperationSpec, status: number): ResponseSpec | undefined {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, 'default']
  return keys.map((key) => responses.find((response) => response.status === key)).find((found) => found !== undefined)
}

/** The content that a response documents for a media type: named, or covered by a range such as `application/*+json` or `text/*`. */
export function contentFor({ content }: ResponseSpec, mediaType: string): ContentSpec | undefined {
  const [type = ''] = mediaType.split('/')
  const suffix = mediaType.includes('+') ? mediaType.slice(mediaType.lastIndexOf('+')) : ''
  const keys = [mediaType, `${type}/*${suffix}`, `${type}/*`, '*/*']
  return keys
    .map((key) => content.find((candidate) => essence(candidate.mediaType) === key))
    .find((found) => found !== undefined)
}

/** A media type without its parameters, in lower case. */
export function essence(mediaType: string): string {
  return mediaType.replace(/;.*/s, '').trim().toLowerCase()
}

/** Whether bodies of a media type are JSON (RFC 6839: the suffix counts). */
export function isJsonType(mediaType: string): boolean {
  return /^application\/json$|\+json$/.test(essence(mediaType))
}
