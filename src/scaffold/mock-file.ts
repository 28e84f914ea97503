import { authCode } from './auth-code.ts'
import {
  arrow,
  blockComment,
  type Code,
  call,
  joined,
  js,
  literal,
  type Member,
  name,
  objectCode,
  print,
  tall,
  withSharedLists,
} from './code.ts'
import type { Envelope } from './envelope.ts'
import { declaredHeaders, headerCode } from './failures.ts'
import { errorsText, failuresText, failureText } from './failures-code.ts'
import { type Organization, shownFirst } from './fields.ts'
import { helpersFor } from './helpers.ts'
import { importLine } from './imports.ts'
import { pagesCode } from './pages-code.ts'
import type { Plan } from './plan.ts'
import { sendsSomething } from './sends.ts'

const mock = (text: string) => name(text, 'orgmock/mock')

/** The text of mocks/<id>.js. */
export function mockFile(plan: Plan): string {
  const { id, title, operation, pages, organization, envelope, failures, shapes, assumptions } = plan
  const scheme = authCode(plan)
  const paged = pagesCode(plan)
  const { functions, constants } = helpersFor(organization.code)
  const { code, lists } = withSharedLists(organization.code)
  const successHeaders = ['Content-Type', operation.success.mediaType, ...declaredHeaders(shapes, operation.success)]

  const definition = objectCode([
    {
      name: 'client',
      value: objectCode([
        { name: 'credentials', value: name('ordinary') },
        ...(scheme.hasTenants ? [{ name: 'tenantCredentials', value: name('tenantCredentials') }] : []),
        { name: 'env', value: name('env') },
        { name: 'curl', value: name('curl') },
      ]),
    },
    scheme.member,
    {
      name: 'beforeAuth',
      value: js`[${mock('operationPath')}(spec), ${mock('allowMethods')}(['GET', 'HEAD'])]`,
      comment: 'Assumed: the router knows path and method before it looks at credentials.',
    },
    ...requiredCode(plan),
    ...paged.members,
    { name: 'organization', value: name('organization') },
    { name: 'paginator', value: paged.paginator },
    ...(pages.kind === 'whole-list' ? [{ name: 'largestCount', value: js`10_000`, comment: 'All in one body.' }] : []),
    { name: 'envelope', value: envelopeCode(envelope) },
    { name: 'headers', value: js`() => headers` },
    { name: 'errors', value: name('errors') },
  ])
  const parameters = paged.usesKey || scheme.usesKey ? js`{ spec, deriveKey }` : js`{ spec }`
  const envParameters = scheme.usesTokenUrl ? js`{ baseUrl, tokenUrl }` : js`{ baseUrl }`
  const curlParameters = scheme.usesTokenUrl ? js`{ operationUrl, tokenUrl = '' }` : js`{ operationUrl }`
  const body = joined('\n\n', [
    blockComment(
      `${title}, GET ${operation.path}. Made by \`orgmock new\` from the OpenAPI document: what the document says is kept, all else is a plain choice and marked as assumed where it stands. It is yours to change; \`orgmock check ${id}\` tells whether the contract is still kept.`,
      ...(assumptions.length === 0 ? [] : ['Assumed, with the flag of `orgmock new` that sets another:']),
      ...assumptions.map((text) => `- ${text}`),
    ),
    scheme.constants,
    js`export default ${mock('defineProvider')}((${parameters}) => (${tall(definition)}))`,
    js`function env(${envParameters}) {\n  return ${scheme.env}\n}`,
    js`function curl(${curlParameters}) {\n${scheme.curl}\n}`,
    ...(scheme.helper === undefined ? [] : [scheme.helper]),
    ...paged.helpers,
    js`// ---- data\n\n${organizationText({ ...organization, code })}`,
    ...functions,
    ...(constants.length === 0 ? [] : [joined('\n', constants)]),
    ...(organization.rows.length === 0
      ? []
      : [
          js`// As the document's examples show the first ones.\nconst ${name(shownFirst)} = ${tall(literal(organization.rows))}`,
        ]),
    ...[...lists].map(([text, list]) => js`const ${name(text)} = ${list}`),
    js`// ---- replies\n\nconst headers = ${call(mock('headerList'), headerCode(successHeaders))}`,
    failuresText(failures),
    failureText,
    errorsText(plan),
  ])
  return `${print(joined('\n\n', [importLine('orgmock/mock', body), body]))}\n`
}

/** Refuses what lacks what the document requires. */
function requiredCode({ sends }: Plan): readonly Member[] {
  if (!sendsSomething(sends)) return []
  const required = { query: Object.keys(sends.query), headers: Object.keys(sends.headers) }
  const value = js`[${call(mock('requiredParameters'), required)}]`
  return [{ name: 'afterAuth', value, comment: 'Assumed: any value will do.' }]
}

function envelopeCode({ code, usesInfo }: Envelope): Code {
  return arrow(usesInfo ? js`({ items, info })` : js`({ items })`, code)
}

function organizationText({ code, remarks, warnings }: Organization): Code {
  const comment = blockComment(
    'One organization: the same seed and index give the same one, in any process.',
    ...remarks,
    ...warnings.map((text) => `TODO: ${text}.`),
  )
  return js`${comment}\nfunction organization(source) {\n  return ${tall(code)}\n}`
}
