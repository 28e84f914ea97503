import { arrow, objectCode, print, tall, wrapped } from './code.ts'
import { type Failure, type Failures, headerCode } from './failures.ts'
import type { Plan } from './plan.ts'

/** Statuses that are said alike share what they say. */
export function failuresText({ byStatus }: Failures): string {
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

/** The function that says a refusal. */
export function failureText(isTextual: boolean): string {
  const last = isTextual
    ? `  const content = body(message)
  const all = [...own, ...more]
  return typeof content === 'string' ? { status, headers: all, body: content } : jsonReply(status, all, content)`
    : '  return jsonReply(status, [...own, ...more], body(message))'
  return `function failure(status, message, more = []) {\n  const { headers: own, body } = failures[status]\n${last}\n}`
}

/** The function that turns faults into refusals. */
export function faultsText({ failures: { unauthenticated, invalid } }: Plan): string {
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
