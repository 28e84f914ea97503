import { access, blockComment, type Code, call, js, literal, type Member, name, objectCode } from './code.ts'
import { identityPath } from './list.ts'
import type { PagedList } from './pages.ts'
import type { Plan } from './plan.ts'
import { listed } from './words.ts'

const mock = (text: string) => name(text, 'orgmock/mock')

/** How a mock cuts its pages, as code. */
export interface PagesCode {
  readonly members: readonly Member[]
  readonly paginator: Code
  readonly usesKey: boolean
  readonly helpers: readonly Code[]
}

/** Writes the pages of a mock. */
export function pagesCode(plan: Plan): PagesCode {
  const { pages, envelope, identity } = plan
  if (pages.kind === 'whole-list')
    return { members: [], paginator: call(mock('wholeList')), usesKey: false, helpers: [] }
  const { kind, parameter, back, size, first, isNumeric, isInclusive, hasLinkHeader } = pages
  const names = [parameter, back, size?.parameter].filter((each) => each !== undefined)
  const others = plan.operation.query.filter(({ name }) => !names.includes(name)).map(({ name }) => name)
  const spec = others.length === 0 ? name('spec') : js`pageParameters(spec)`
  const isById = kind === 'last-id'
  const isSealed = (kind === 'cursor' || kind === 'forward-token') && !isNumeric
  const paginator = objectCode([
    { name: 'by', value: js`${bys[kind]}` },
    { name: 'parameter', value: js`${parameter}` },
    ...(back === undefined ? [] : [{ name: 'back', value: js`${back}` }]),
    ...(size === undefined ? [] : [{ name: 'size', value: js`${size.parameter}` }]),
    ...(first === 1 ? [] : [{ name: 'first', value: js`${first}` }]),
    ...(isSealed ? [{ name: 'codec', value: js`${mock('opaqueCodec')}(deriveKey('cursor'))` }] : []),
    ...(isById ? [{ name: 'identity', value: js`${identity}` }] : []),
    ...(isInclusive ? [{ name: 'inclusive', value: js`true` }] : []),
    ...(hasLinkHeader || envelope.usesLinks ? [{ name: 'links', value: js`true` }] : []),
  ])
  const column = js`(source) => String(${identityPath(identity).reduce(access, js`organization(source)`)})`
  return {
    members: [
      { name: 'parameters', value: call(mock('parameterReader'), spec, readerRules(pages)) },
      ...(isById ? [{ name: 'columns', value: objectCode([{ name: identity, value: column }]) }] : []),
      ...(hasLinkHeader ? [{ name: 'pageHeaders', value: mock('linkHeader') }] : []),
    ],
    paginator: js`${mock('pages')}(${paginator})`,
    usesKey: isSealed,
    helpers: others.length === 0 ? [] : [pageParametersText(names, others)],
  }
}

const bys: Readonly<Record<PagedList['kind'], string>> = {
  'page-number': 'page',
  offset: 'offset',
  cursor: 'cursor',
  'forward-token': 'cursor',
  'last-id': 'id',
}

function readerRules({ kind, parameter, back, first, isNumeric, isAsDeclared, size }: PagedList): Code {
  const overrides: Member[] = []
  const taken = isNumeric ? { type: 'integer', minimum: kind === 'page-number' ? first : 0 } : { type: 'string' }
  const start = kind === 'page-number' ? { default: first } : kind === 'offset' ? { default: 0 } : {}
  if (!isAsDeclared) overrides.push({ name: parameter, value: literal({ ...taken, ...start }) })
  if (back !== undefined && !isAsDeclared) overrides.push({ name: back, value: literal(taken) })
  if (size !== undefined && !size.isAsDeclared) {
    const { minimum, maximum, fallback, isListed } = size
    overrides.push({
      name: size.parameter,
      value: literal({ type: 'integer', ...(isListed ? { enum: null } : {}), minimum, maximum, default: fallback }),
      ...(isListed ? { comment: 'Assumed: sizes between those that are listed are served too.' } : {}),
    })
  }
  const cursors = kind === 'page-number' || kind === 'offset' ? [] : [parameter, ...(back === undefined ? [] : [back])]
  return objectCode([
    {
      name: 'repeated',
      value: js`'refuse'`,
      comment: 'Assumed: a parameter twice, or as a list, is a mistake that deserves an answer.',
    },
    ...(cursors.length === 0
      ? []
      : [
          {
            name: 'emptyIsAbsent',
            value: literal(cursors),
            comment: 'Assumed: a client that sends the cursor of its last page as empty text starts again.',
          },
        ]),
    ...(overrides.length === 0
      ? []
      : [
          {
            name: 'overrides',
            value: objectCode(overrides),
            comment: 'Assumed, where the document leaves it open: type, bounds and default.',
          },
        ]),
  ])
}

function pageParametersText(names: readonly string[], others: readonly string[]): Code {
  const comment = blockComment(
    `Only pages are read: ${listed(others)} ${others.length === 1 ? 'changes' : 'change'} nothing yet.`,
  )
  return js`${comment}
function pageParameters(spec) {
  const names = ${names}
  return { ...spec, parameters: spec.parameters.filter(({ name }) => names.includes(name)) }
}`
}
