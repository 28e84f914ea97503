import { joinPointer } from '../spec/index.ts'
import { variableOf } from './auth-code.ts'
import {
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
  rowsCode,
  tall,
} from './code.ts'
import type { Failure } from './failures.ts'
import { importLine } from './imports.ts'
import { identityPath } from './list.ts'
import type { Plan } from './plan.ts'
import { sendsSomething } from './sends.ts'
import type { SizeRule } from './size-rule.ts'
import { upperSnake } from './words.ts'

const contract = (text: string) => name(text, 'orgmock/contract')

/** The text of contracts/<id>.js. */
export function contractFile(plan: Plan): string {
  const { title, operation, pages, failures, items, identity } = plan
  const { unauthenticated, invalid } = failures
  const { auth } = plan
  // Where no form of the key is known, none is wrong.
  const isFormless = auth.kind === 'keys' && auth.ways.flat().some(({ anyWord }) => anyWord)
  const refusals: readonly (readonly [name: string, status: number])[] = [
    ...(auth.kind === 'none' ? [] : [['missing', unauthenticated] as const]),
    ...(auth.kind === 'none' || isFormless ? [] : [['malformed', unauthenticated] as const]),
    ...(auth.kind === 'none' ? [] : [['unknown', unauthenticated] as const]),
    ...(failures.forbidden ? [['forbidden', 403] as const] : []),
    ['notFound', 404],
    ['methodNotAllowed', 405],
    ...(pages.kind === 'whole-list' ? [] : [['invalidParameter', invalid] as const]),
    ...(pages.kind !== 'whole-list' && pages.next !== undefined && !pages.isNumeric
      ? [['invalidCursor', invalid] as const]
      : []),
  ]
  const definition = objectCode([
    { name: 'authorizer', value: authorizer(plan) },
    ...(sendsSomething(plan.sends)
      ? [
          {
            name: 'sends',
            value: literal({ ...plan.sends }),
            comment:
              "What the document requires of every request; the values are the document's examples, or plain ones.",
          },
        ]
      : []),
    { name: 'list', value: js`{ items: ${items}, id: ${identity} }` },
    {
      name: 'refusals',
      value: tall(objectCode(refusals.map(([name, status]) => ({ name, value: js`refusal(${status})` })))),
    },
    {
      name: 'envelope',
      value: js`[]`,
      comment: 'Agreements between the parts of a body go here: flags, counters, echoes.',
    },
    { name: 'pager', value: pager(plan) },
    { name: 'http', value: http },
  ])
  const used = failures.byStatus.filter(({ status }) => refusals.some(([, other]) => other === status))
  const body = joined('\n\n', [
    blockComment(
      `What ${title} promised of GET ${operation.path}, beyond what its document says by itself. Made by \`orgmock new\`; what is not in the document is assumed, and only what is documented can break a run against the real API.`,
    ),
    js`export default ${contract('defineContract')}(() => (${tall(definition)}))`,
    js`// What a refusal promises, by status.\nconst refusals = ${tall(objectCode(used.map(promise)))}`,
    js`function refusal(status) {
  const { basis, ...more } = refusals[status]
  return { status: [status], basis, ...more }
}`,
  ])
  return `${print(joined('\n', [importLine('orgmock/contract', body), body]))}\n`
}

function authorizer({ id, auth }: Plan): Code {
  const prefix = upperSnake(id)
  if (auth.kind === 'client-credentials') {
    return call(
      contract('clientCredentials'),
      objectCode([
        { name: 'audience', value: js`${auth.audience}`, comment: 'Assumed: tokens are for the API as a whole.' },
        {
          name: 'variables',
          value: js`{ clientId: ${`${prefix}_CLIENT_ID`}, clientSecret: ${`${prefix}_CLIENT_SECRET`} }`,
        },
      ]),
    )
  }
  const ways = auth.kind === 'none' ? [[]] : auth.ways
  const constants = ways.flat().flatMap(({ name = '', value }) => (value === undefined ? [] : [[name, value] as const]))
  return call(
    contract('keyCredentials'),
    objectCode([
      {
        name: 'ways',
        value: rowsCode(
          ways.map((way) =>
            way.filter(({ value }) => value === undefined).map(({ anyWord: _, ...place }) => ({ ...place })),
          ),
        ),
      },
      {
        name: 'variables',
        value: literal(
          Object.fromEntries(
            ways.flat().flatMap(({ part }) => (part === undefined ? [] : [[part, variableOf(id, part)]])),
          ),
        ),
      },
      ...(constants.length === 0
        ? []
        : [
            {
              name: 'headers',
              value: literal(Object.fromEntries(constants)),
              comment: 'Assumed: the document does not list the values.',
            },
          ]),
    ]),
  )
}

function pager({ pages, items, identity }: Plan): Code {
  if (pages.kind === 'whole-list') return call(contract('wholeList'))
  const { kind, parameter, back, first, size, next, previous, url, more, total, leads } = pages
  const sized = size === undefined ? [] : [sizeMember(size)]
  const members: Member[] = []
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined) members.push({ name, value: js`${value}` })
  }
  let made = 'numberedPages'
  if (kind === 'page-number' || kind === 'offset') {
    add('page', parameter)
    if (kind === 'offset') add('counts', 'items')
    else if (first !== 1) add('first', first)
    add('items', items)
    add('pastEndBasis', 'assumed')
  } else if (next !== undefined) {
    made = 'cursorPages'
    add('cursor', parameter)
    add('next', next.pointer)
    add('previous', previous?.pointer)
    if (previous !== undefined) add('back', back)
  } else if (url !== undefined) {
    made = 'linkedPages'
    add('next', url)
  } else {
    made = 'lastItemPages'
    add('after', parameter)
    add('items', items)
    add('id', joinPointer('', ...identityPath(identity)))
    add('more', more)
  }
  add('total', total)
  if (made !== 'linkedPages' && leads.length > 0) members.push({ name: 'leads', value: literal(leads) })
  return call(contract(made), tall(objectCode([...members.slice(0, 1), ...sized, ...members.slice(1)])))
}

function sizeMember({ parameter, minimum, maximum, fallback, basis }: SizeRule): Member {
  return {
    name: 'size',
    value: js`${{ parameter, minimum, maximum, fallback, basis }}`,
    ...(basis === 'assumed' ? { comment: 'Assumed: the document does not give both bounds.' } : {}),
  }
}

const http = objectCode([
  { name: 'head', value: js`'as-get'`, comment: 'Assumed, all of it: documents do not tell.' },
  { name: 'wrongMethod', value: js`{ method: 'DELETE', refusal: refusal(405) }` },
  { name: 'otherSlash', value: js`refusal(404)` },
  { name: 'probes', value: js`[]` },
])

function promise({ status, messageAt, isDocumented }: Failure): Member {
  // A document that lists a status ties it to a cause only where the status itself does: 401 and 403 are about credentials.
  const basis = isDocumented && (status === 401 || status === 403) ? 'documented' : 'assumed'
  const also =
    messageAt === undefined || messageAt === ''
      ? []
      : [{ name: 'also', value: js`[${contract('hasText')}(${messageAt}, ${basis})]` }]
  return { name: String(status), value: objectCode([{ name: 'basis', value: js`${basis}` }, ...also]) }
}
