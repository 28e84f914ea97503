import { type Member, objectCode, print } from './code.ts'
import type { Failure } from './failures.ts'
import type { Plan } from './plan.ts'
import type { SizeRule } from './size-rule.ts'
import { blockComment, commentText, memberName, quoted, upperSnake } from './words.ts'

/** The text of contracts/<id>.js. */
export function contractFile(plan: Plan): string {
  const { title, operation, auth, pages, failures, items, identity } = plan
  const authorizer = authorizerCode(plan)
  const pager = pagerCode(plan)
  const { unauthenticated, invalid } = failures
  const isPaged = pages.kind !== 'whole-list'
  const refusals: Member[] = [
    { name: 'missing', value: `refusal(${unauthenticated})` },
    { name: 'malformed', value: `refusal(${unauthenticated})` },
    { name: 'unknown', value: `refusal(${unauthenticated})` },
    ...(failures.forbidden ? [{ name: 'forbidden', value: 'refusal(403)' }] : []),
    { name: 'notFound', value: 'refusal(404)' },
    { name: 'methodNotAllowed', value: 'refusal(405)' },
    ...(isPaged ? [{ name: 'invalidParameter', value: `refusal(${invalid})` }] : []),
    ...(pages.kind === 'cursor' || pages.kind === 'forward-token'
      ? [{ name: 'invalidCursor', value: `refusal(${invalid})` }]
      : []),
  ]
  const definition = [
    `authorizer: ${authorizer.code}`,
    `list: { items: ${quoted(items)}, id: ${quoted(identity)} }`,
    `refusals: {\n${refusals.map(({ name, value }) => `    ${name}: ${String(value)},`).join('\n')}\n  }`,
    '// Agreements between the parts of a body go here: flags, counters, echoes.\n  envelope: []',
    `pager: ${pager.code}`,
    `http: ${print(httpCode(), 2, 8)}`,
  ]
  const used = failures.byStatus.filter(({ status }) => refusals.some(({ value }) => value === `refusal(${status})`))
  const hasText = used.some(({ messageAt }) => messageAt !== undefined && messageAt !== '')
  const names = ['defineContract', authorizer.import, pager.import, ...(hasText ? ['hasText'] : [])].sort(
    (one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1),
  )
  return `${[
    `import { ${names.join(', ')} } from 'orgmock/contract'`,
    blockComment(
      `What ${commentText(title)} promised of GET ${operation.path}, beyond what its document says by itself. Made by \`orgmock new\`; what is not in the document is assumed, and only what is documented can break a run against the real API.`,
    ),
    `export default defineContract(() => ({\n${definition.map((text) => `  ${text},`).join('\n')}\n}))`,
    statusTable(used),
    `function refusal(status) {
  const { basis, ...more } = refusals[status]
  return { status: [status], basis, ...more }
}`,
  ].join('\n\n')}\n`

  function authorizerCode({ id: provider }: Plan): { readonly import: string; readonly code: string } {
    const prefix = upperSnake(provider)
    switch (auth.kind) {
      case 'api-key':
        return {
          import: 'headerCredentials',
          code: `headerCredentials({ ${memberName(auth.header)}: 'apiKey' }, { apiKey: '${prefix}_API_KEY' })`,
        }
      case 'bearer':
        return { import: 'bearerCredential', code: `bearerCredential('apiKey', '${prefix}_API_KEY')` }
      case 'header-pair':
        return {
          import: 'headerCredentials',
          code: `headerCredentials(
    { ${memberName(auth.identityHeader)}: 'identity', ${memberName(auth.secretHeader)}: 'apiKey' },
    { identity: '${prefix}_IDENTITY', apiKey: '${prefix}_API_KEY' },
  )`,
        }
      case 'client-credentials':
        return {
          import: 'clientCredentials',
          code: `clientCredentials({
    // Assumed: tokens are for the API as a whole.
    audience: ${quoted(auth.audience)},
    variables: { clientId: '${prefix}_CLIENT_ID', clientSecret: '${prefix}_CLIENT_SECRET' },
  })`,
        }
    }
  }
}

function pagerCode({ pages, items }: Plan): { readonly import: string; readonly code: string } {
  const total = pages.total === undefined ? [] : [{ name: 'total', value: quoted(pages.total) }]
  switch (pages.kind) {
    case 'whole-list':
      return { import: 'wholeList', code: 'wholeList()' }
    case 'page-number':
      return called('numberedPages', [
        { name: 'page', value: quoted(pages.page) },
        sizeMember(pages.size),
        { name: 'items', value: quoted(items) },
        ...total,
        { name: 'pastEndBasis', value: "'assumed'" },
      ])
    case 'forward-token':
    case 'cursor':
      return called('cursorPages', [
        { name: 'cursor', value: quoted(pages.cursor) },
        sizeMember(pages.size),
        { name: 'next', value: quoted(pages.next.pointer) },
        ...(pages.kind === 'cursor' && pages.previous !== undefined
          ? [{ name: 'previous', value: quoted(pages.previous.pointer) }]
          : []),
        ...total,
      ])
  }
}

function called(name: string, members: readonly Member[]): { readonly import: string; readonly code: string } {
  return { import: name, code: `${name}(${print(objectCode(members), 2, 300)})` }
}

function sizeMember({ parameter, minimum, maximum, fallback, basis }: SizeRule): Member {
  return {
    name: 'size',
    value: `{ parameter: ${quoted(parameter)}, minimum: ${minimum}, maximum: ${maximum}, fallback: ${fallback}, basis: '${basis}' }`,
    ...(basis === 'assumed' ? { comment: 'Assumed: the document does not give both bounds.' } : {}),
  }
}

function httpCode() {
  return objectCode([
    { name: 'head', value: "'as-get'", comment: 'Assumed, all of it: documents do not tell.' },
    { name: 'wrongMethod', value: "{ method: 'DELETE', refusal: refusal(405) }" },
    { name: 'otherSlash', value: 'refusal(404)' },
    { name: 'probes', value: '[]' },
  ])
}

function statusTable(used: readonly Failure[]): string {
  const lines = used.map(({ status, messageAt, isDocumented }) => {
    // Of other paths and methods the document of this operation says nothing.
    const basis = isDocumented && status !== 404 && status !== 405 ? 'documented' : 'assumed'
    const also =
      messageAt === undefined || messageAt === '' ? '' : `, also: [hasText(${quoted(messageAt)}, '${basis}')]`
    return `  ${status}: { basis: '${basis}'${also} },`
  })
  return `// What a refusal promises, by status.\nconst refusals = {\n${lines.join('\n')}\n}`
}
