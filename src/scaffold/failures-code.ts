import { arrow, type Code, call, comment, joined, js, name, namesIn, objectCode, print, tall } from './code.ts'
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

/** The function that makes an error's status, headers and body. */
export const failureText: Code = js`function failure(status, message) {
  const { headers: own, body } = failures[status]
  return { status, headers: own, body: body(message) }
}`

/** The list of errors. */
export function errorsText({ failures: { unauthenticated, invalid } }: Plan): Code {
  const generalError = mock('generalError')
  const credentials = ['missing', 'malformed', 'unknown', 'expired', 'revoked'].map(
    (reason) => js`  ${generalError}(${reason}, failure(${unauthenticated}, ${`the credentials are ${reason}`})),`,
  )
  return js`/** Every error that this mock can say. Assumed, all of them: which words it has. */
const errors = [
${joined('\n', credentials)}
  ${generalError}('forbidden', failure(403, 'the credentials do not permit this')),
  ${generalError}('internal', failure(500, 'something broke')),
  ${generalError}('invalid-parameter', {
    ...failure(${invalid}, ''),
    body: ({ parameter, rule }) => failures[${invalid}].body(\`\${parameter} \${rule}\`),
  }),
  ${generalError}('invalid-cursor', {
    ...failure(${invalid}, ''),
    body: ({ parameter }) => failures[${invalid}].body(\`\${parameter} is not one that a previous page returned\`),
  }),
  ${generalError}('not-found', failure(404, 'there is nothing here')),
  ${generalError}('method-not-allowed', {
    ...failure(405, 'this method is not allowed'),
    headers: (_, { allow }) => [...failures[405].headers, 'Allow', allow.join(', ')],
  }),
  ${generalError}('throttled', {
    ...failure(429, 'too many requests'),
    headers: (_, { retryAfterSeconds }) => [...failures[429].headers, 'Retry-After', String(retryAfterSeconds)],
  }),
]`
}
