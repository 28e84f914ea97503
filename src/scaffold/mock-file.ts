import { authCode } from './auth-code.ts'
import { arrow, type Code, objectCode, print, tall } from './code.ts'
import type { Envelope } from './envelope.ts'
import { declaredHeaders, headerCode } from './failures.ts'
import { errorsText, failuresText, failureText } from './failures-code.ts'
import type { Organization } from './fields.ts'
import { withNeeds } from './helpers.ts'
import { pagesCode } from './pages-code.ts'
import type { Plan } from './plan.ts'
import { blockComment, commentText } from './words.ts'

/** The text of mocks/<id>.js. */
export function mockFile(plan: Plan): string {
  const { id, title, operation, pages, organization, envelope, failures, shapes } = plan
  const scheme = authCode(plan)
  const paged = pagesCode(plan)
  const { texts, imports } = withNeeds(organization.helpers)
  const successHeaders = ['Content-Type', operation.success.mediaType, ...declaredHeaders(shapes, operation.success)]
  const names = new Set([
    ...['allowMethods', 'defineProvider', 'generalError', 'headerList', 'operationPath', 'publishedBytes'],
    'testCredential',
    ...scheme.imports,
    ...paged.imports,
    ...imports,
  ])

  const definition = objectCode([
    {
      name: 'client',
      value: objectCode([
        { name: 'credentials', value: 'ordinary' },
        { name: 'tenantCredentials', value: 'tenantCredentials' },
        { name: 'env', value: 'env' },
        { name: 'curl', value: 'curl' },
      ]),
    },
    scheme.member,
    {
      name: 'beforeAuth',
      value: "[operationPath(spec), allowMethods(['GET', 'HEAD'])]",
      comment: 'Assumed: the router knows path and method before it looks at credentials.',
    },
    ...paged.members,
    { name: 'organization', value: 'organization' },
    { name: 'paginator', value: paged.paginator },
    ...(pages.kind === 'whole-list' ? [{ name: 'largestCount', value: '10_000', comment: 'All in one body.' }] : []),
    { name: 'envelope', value: envelopeCode(envelope) },
    { name: 'headers', value: '() => headers' },
    { name: 'errors', value: 'errors' },
  ])
  const parameters = ['spec', ...(paged.usesKey || scheme.usesKey ? ['deriveKey'] : [])]
  const body = [
    `import {\n${[...names]
      .sort(byLetters)
      .map((name) => `  ${name},`)
      .join('\n')}\n} from 'orgmock/mock'`,
    blockComment(
      `${commentText(title)}, GET ${operation.path}. Made by \`orgmock new\` from the OpenAPI document: what the document says is kept, all else is a plain choice and marked as assumed where it stands. It is yours to change; \`orgmock check ${id}\` tells whether the contract is still kept.`,
    ),
    scheme.constants,
    `export default defineProvider(({ ${parameters.join(', ')} }) => (${tall(definition, 0)}))`,
    `function env(${scheme.usesTokenUrl ? '{ baseUrl, tokenUrl }' : '{ baseUrl }'}) {\n  return ${print(scheme.env, 2, 9)}\n}`,
    `function curl(${scheme.usesTokenUrl ? "{ operationUrl, tokenUrl = '' }" : '{ operationUrl }'}) {\n${scheme.curl}\n}`,
    ...(scheme.helper === undefined ? [] : [scheme.helper]),
    ...paged.helpers,
    `// ---- data\n\n${organizationText(organization)}`,
    ...texts.filter((text) => text.startsWith('/**')),
    ...joined(texts.filter((text) => !text.startsWith('/**'))),
    `// ---- replies\n\nconst headers = headerList(${print(headerCode(successHeaders), 0, 27)})`,
    failuresText(failures),
    failureText,
    errorsText(plan),
  ]
  return `${body.join('\n\n')}\n`
}

function joined(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [texts.join('\n')]
}

function byLetters(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1
}

function envelopeCode({ code, usesInfo }: Envelope): Code {
  return arrow(usesInfo ? '({ items, info })' : '({ items })', code)
}

function organizationText({ code, remarks, warnings }: Organization): string {
  const comment = blockComment(
    'One organization: the same seed and index give the same one, in any process.',
    ...remarks,
    ...warnings.map((text) => `TODO: ${text}.`),
  )
  return `${comment}\nfunction organization(source) {\n  return ${tall(code, 2)}\n}`
}
