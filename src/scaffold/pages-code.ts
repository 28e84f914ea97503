import { access, blockComment, type Code, call, js, literal, type Member, name, objectCode } from './code.ts'
import type { Pages } from './pages.ts'
import type { Plan } from './plan.ts'
import type { SizeRule } from './size-rule.ts'
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
  const { pages, envelope } = plan
  if (pages.kind === 'whole-list')
    return { members: [], paginator: call(mock('wholeList')), usesKey: false, helpers: [] }
  const { size } = pages
  const names = [pages.kind === 'page-number' ? pages.page : pages.cursor, size.parameter]
  const others = plan.operation.query.filter(({ name }) => !names.includes(name)).map(({ name }) => name)
  const spec = others.length === 0 ? name('spec') : js`pageParameters(spec)`
  const parameters: Member = {
    name: 'parameters',
    value: call(mock('parameterReader'), spec, readerRules(pages, size)),
  }
  const codec = (purpose: string) => js`${mock('opaqueCodec')}(deriveKey(${purpose}))`
  const made =
    pages.kind === 'page-number'
      ? js`${mock('pageNumber')}({ page: ${pages.page}, size: ${size.parameter} })`
      : pages.kind === 'forward-token'
        ? js`${mock('forwardToken')}({ token: ${pages.cursor}, size: ${size.parameter}, codec: ${codec('next-token')} })`
        : js`${mock('cursor')}({ cursor: ${pages.cursor}, size: ${size.parameter}, codec: ${codec('cursor')} })`
  return {
    members: [parameters],
    paginator: envelope.needsCounts ? js`counted(${made})` : made,
    usesKey: pages.kind !== 'page-number',
    helpers: [
      ...(others.length === 0 ? [] : [pageParametersText(names, others)]),
      ...(envelope.needsCounts ? [countedText(size.parameter)] : []),
    ],
  }
}

function readerRules(pages: Exclude<Pages, { kind: 'whole-list' }>, size: SizeRule): Code {
  const { minimum, maximum, fallback, parameter, isListed } = size
  const overrides: Member[] = []
  if (pages.kind === 'page-number' && !pages.isPageAsDeclared) {
    overrides.push({ name: pages.page, value: js`{ type: 'integer', minimum: 1, default: 1 }` })
  }
  if (!size.isAsDeclared) {
    overrides.push({
      name: parameter,
      value: literal({ type: 'integer', ...(isListed ? { enum: null } : {}), minimum, maximum, default: fallback }),
      ...(isListed ? { comment: 'Assumed: sizes between those that are listed are served too.' } : {}),
    })
  }
  return objectCode([
    {
      name: 'repeated',
      value: js`'refuse'`,
      comment: 'Assumed: a parameter twice, or as a list, is a mistake that deserves an answer.',
    },
    ...(pages.kind === 'page-number'
      ? []
      : [
          {
            name: 'emptyIsAbsent',
            value: literal([pages.cursor]),
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

function countedText(size: string): Code {
  return js`/** Tells of a page also how many items there are, where it begins and how long it may be: the envelope says so. */
function counted(paginator) {
  return {
    paginate(selection, parameters, binding) {
      const cut = paginator.paginate(selection, parameters, binding)
      if (!cut.ok) return cut
      const counts = { total: selection.count, from: cut.value.from, size: ${access(name('parameters'), size)} }
      return { ok: true, value: { ...cut.value, info: { ...cut.value.info, ...counts } } }
    },
  }
}`
}
