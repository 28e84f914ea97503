import {
  arrow,
  type Code,
  call,
  comment,
  joined,
  js,
  name,
  namesIn,
  objectCode,
  print,
  tall,
} from './code.ts'
import { type Failure, type Failures, headerCode } from './failures.ts'
import type { Plan } from './plan.ts'

const mock = (text: string) => name(text, 'orgmock/mock')

/** Statuses that are said alike share what they say. */
export function failuresText({ byStatus }: Failures): Code {
  const alike = new Map<string, Failure[]>()
  for (const failure of byStatus) {
    const text = print(oneFailure(failure))
    alike.set(text, [...(alike.get(text) ?? []), failure])
  }
  const names = new Map<Failure, Code>()
  const shared: Code[] = []
  const counts = { documented: 0, assumed: 0 }
  for (const failures of alike.values()) {
    const [first, ...others] = failures
    if (first === undefined || others.length === 0) continue
    const base = first.isDocumented ? 'documented' : 'assumed'
    counts[base] += 1
    const shareName = name(counts[base] === 1 ? base : `${base}${counts[base]}`)
    for (const failure of failures) names.set(failure, shareName)
    const constant = js`const ${shareName} = ${oneFailure(first)}`
    const remark = comment('Assumed: the document does not show these.')
    shared.push(first.isDocumented ? constant : joined('\n', [remark, constant]))
  }
  const members = byStatus.map((failure) => {
    const shareName = names.get(failure)
    return {
      name: String(failure.status),
      value: shareName ?? oneFailure(failure),
      ...(shareName === undefined && !failure.isDocumented
        ? { comment: 'Assumed: the document does not show it.' }
        : {}),
    }
  })
  const table = js`/** How each refusal is said. */\nconst failures = ${tall(objectCode(members))}`
  return joined('\n\n', [...shared, table])
}

function oneFailure({ headers, body = js`''` }: Failure): Code {
  const takes = namesIn(body).has('message') ? js`(message)` : js`()`
  return tall(
    objectCode([
      { name: 'headers', value: call(mock('headerList'), headerCode(headers)) },
      { name: 'body', value: arrow(takes, body) },
    ]),
  )
}

/** The function that says a refusal. */
export function failureText(isTextual: boolean): Code {
  const last = isTextual
    ? js`  const content = body(message)
  const all = [...own, ...more]
  return typeof content === 'string' ? { status, headers: all, body: content } : ${mock('jsonReply')}(status, all, content)`
    : js`  return ${mock('jsonReply')}(status, [...own, ...more], body(message))`
  return js`function failure(status, message, more = []) {\n  const { headers: own, body } = failures[status]\n${last}\n}`
}

/** The function that turns faults into refusals. */
export function faultsText({ failures: { unauthenticated, invalid } }: Plan): Code {
  return js`/** Assumed, all of them: which words a refusal has. */
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
