import type { MockReply } from './types.ts'

/** A JSON body under the given headers, which must name their own Content-Type. */
export function jsonReply(status: number, headers: readonly string[], body: unknown): MockReply {
  return { status, headers, body: JSON.stringify(body) }
}

/** Headers as a reply carries them: names and values in turn, in the order and letter case given. */
export function headerList(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flat()
}
