import { isUtf8 } from 'node:buffer'
import { joinPointer, rememberedWeakly } from '../../../spec/index.ts'
import { repeatsMembers } from '../../json-members.ts'
import { scanJson } from '../../json-scan.ts'
import { ownRules } from '../../own-rules.ts'
import { documentedResponse, isJsonDue, mayHaveBody } from '../../replies.ts'
import type { Check, Exchange, NewFinding } from '../../types.ts'
import { placed, plain, type Words, words } from '../../words.ts'
import type { CheckSetup } from '../setup.ts'

const loneSurrogate = /\p{Surrogate}/u
const escapedSurrogate = /\\ud[89a-f]/i
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** What claims to be JSON is JSON, in UTF-8, without a byte order mark, and names no member of an object twice (RFC 8259, 4 and 8.1). */
export function wireJson({ operation, identityOf }: CheckSetup): Check {
  function isDue(exchange: Exchange): boolean {
    if (!mayHaveBody(exchange) || exchange.response.body.length === 0) return false
    return isJsonDue(exchange, documentedResponse(exchange, operation))
  }

  return {
    id: 'wire/json',
    family: 'wire',
    judge: rememberedWeakly((exchange) => {
      if (!isDue(exchange)) return []
      const { body, complete } = exchange.response
      const { json } = exchange
      const findings: NewFinding[] = []
      const hasMark = body.subarray(0, 3).equals(BYTE_ORDER_MARK)
      if (hasMark) {
        findings.push(
          finding(words`the body begins with a byte order mark`, words`no byte order mark`, words`bytes EF BB BF`),
        )
      }
      if (!isUtf8(body)) {
        const came = words`bytes that are none at byte ${firstBad(body)}`
        findings.push(finding(words`the body is not UTF-8`, words`UTF-8`, came))
      }
      if (!json.ok && json.isTooDeep === true) {
        const message = words`the body is ${plain(json.reason)}`
        return [...findings, { ...finding(message, words`JSON`, words`deeper nesting`), rule: ownRules.jsonDepth }]
      }
      const half = json.ok && escapedSurrogate.test(body.toString('latin1')) ? loneSurrogateIn(json.value) : undefined
      if (half !== undefined) {
        const message = words`${placed(half)} has half a surrogate pair, which is no Unicode (RFC 8259, 8.2)`
        findings.push({ ...finding(message, words`Unicode`, words`a lone surrogate`), at: half })
      }
      // Half a body is told as such.
      if (!complete || (json.ok && !hasMark && !repeatsMembers(body, json.value))) return findings
      for (const { kind, at, offset, reason } of scanJson(body.subarray(hasMark ? 3 : 0).toString('utf8'))) {
        const inside = at === '' ? words`` : words` (in ${placed(at)})`
        findings.push(
          kind === 'duplicate'
            ? {
                ...finding(
                  words`${placed(at)} stands twice in the same object`,
                  words`each name once`,
                  words`the name again`,
                ),
                at,
              }
            : {
                ...finding(
                  words`the body is not JSON: ${plain(reason)}, at character ${offset + 1}${inside}`,
                  words`JSON`,
                  plain(reason),
                ),
                at,
              },
        )
      }
      return findings
    }, identityOf),
  }
}

/** Where the first text or name of a member is no Unicode. */
function loneSurrogateIn(value: unknown, at = ''): string | undefined {
  if (typeof value === 'string') return loneSurrogate.test(value) ? at : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (loneSurrogate.test(name)) return at
    const found = loneSurrogateIn(inner, joinPointer(at, name))
    if (found !== undefined) return found
  }
  return undefined
}

function finding(message: Words, promised: Words, came: Words): NewFinding {
  return { check: 'wire/json', rule: ownRules.json, message, promised, came }
}

/** Byte offset of the first character that is not UTF-8. */
function firstBad(body: Buffer): number {
  let good = 0
  for (let bad = body.length; bad - good > 1; ) {
    const middle = (good + bad) >> 1
    // A character that is cut in the middle is bad only if the whole is.
    if ([0, 1, 2, 3].some((more) => isUtf8(body.subarray(0, middle + more)))) good = middle
    else bad = middle
  }
  return good
}
