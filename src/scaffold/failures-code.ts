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

/** The function that makes an error's status, headers and body. */
export const failureText = `function failure(status, message) {
  const { headers: own, body } = failures[status]
  return { status, headers: own, body: body(message) }
}`

/** The list of errors. */
export function errorsText({ failures: { unauthenticated, invalid } }: Plan): string {
  const credentials = ['missing', 'malformed', 'unknown', 'expired', 'revoked'].map(
    (reason) => `  generalError('${reason}', failure(${unauthenticated}, 'the credentials are ${reason}')),`,
  )
  return `/** Every error that this mock can say. Assumed, all of them: which words it has. */
const errors = [
${credentials.join('\n')}
  generalError('forbidden', failure(403, 'the credentials do not permit this')),
  generalError('internal', failure(500, 'something broke')),
  generalError('invalid-parameter', {
    ...failure(${invalid}, ''),
    body: ({ parameter, rule }) => failures[${invalid}].body(\`\${parameter} \${rule}\`),
  }),
  generalError('invalid-cursor', {
    ...failure(${invalid}, ''),
    body: ({ parameter }) => failures[${invalid}].body(\`\${parameter} is not one that a previous page returned\`),
  }),
  generalError('not-found', failure(404, 'there is nothing here')),
  generalError('method-not-allowed', {
    ...failure(405, 'this method is not allowed'),
    headers: (_, { allow }) => [...failures[405].headers, 'Allow', allow.join(', ')],
  }),
  generalError('throttled', {
    ...failure(429, 'too many requests'),
    headers: (_, { retryAfterSeconds }) => [...failures[429].headers, 'Retry-After', String(retryAfterSeconds)],
  }),
]`
}
