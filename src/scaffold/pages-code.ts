import { type Code, literal, type Member, objectCode, wrapped } from './code.ts'
import type { Pages } from './pages.ts'
import type { Plan } from './plan.ts'
import type { SizeRule } from './size-rule.ts'
import { access, blockComment, listed, quoted } from './words.ts'

/** How a mock cuts its pages, as code. */
export interface PagesCode {
  readonly imports: readonly string[]
  readonly members: readonly Member[]
  readonly paginator: string
  readonly usesKey: boolean
  readonly helpers: readonly string[]
}

/** Writes the pages of a mock. */
export function pagesCode(plan: Plan): PagesCode {
  const { pages, envelope } = plan
  if (pages.kind === 'whole-list')
    return { imports: ['wholeList'], members: [], paginator: 'wholeList()', usesKey: false, helpers: [] }
  const { size } = pages
  const names = [pages.kind === 'page-number' ? pages.page : pages.cursor, size.parameter]
  const others = plan.operation.query.filter(({ name }) => !names.includes(name)).map(({ name }) => name)
  const spec = others.length === 0 ? 'spec' : 'pageParameters(spec)'
  const parameters: Member = {
    name: 'parameters',
    value: wrapped(`parameterReader(${spec}, `, readerRules(pages, size), ')'),
  }
  const codec = (purpose: string) => `opaqueCodec(deriveKey('${purpose}'))`
  const made =
    pages.kind === 'page-number'
      ? {
          imports: ['pageNumber'],
          text: `pageNumber({ page: ${quoted(pages.page)}, size: ${quoted(size.parameter)} })`,
        }
      : pages.kind === 'forward-token'
        ? {
            imports: ['forwardToken', 'opaqueCodec'],
            text: `forwardToken({ token: ${quoted(pages.cursor)}, size: ${quoted(size.parameter)}, codec: ${codec('next-token')} })`,
          }
        : {
            imports: ['cursor', 'opaqueCodec'],
            text: `cursor({ cursor: ${quoted(pages.cursor)}, size: ${quoted(size.parameter)}, codec: ${codec('cursor')} })`,
          }
  return {
    imports: ['parameterReader', ...made.imports],
    members: [parameters],
    paginator: envelope.needsCounts ? `counted(${made.text})` : made.text,
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
    overrides.push({ name: pages.page, value: "{ type: 'integer', minimum: 1, default: 1 }" })
  }
  if (!size.isAsDeclared) {
    const bounds = `minimum: ${minimum}, maximum: ${maximum}, default: ${fallback}`
    overrides.push({
      name: parameter,
      value: `{ type: 'integer', ${isListed ? 'enum: null, ' : ''}${bounds} }`,
      ...(isListed ? { comment: 'Assumed: sizes between those that are listed are served too.' } : {}),
    })
  }
  return objectCode([
    {
      name: 'repeated',
      value: "'refuse'",
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

function pageParametersText(names: readonly string[], others: readonly string[]): string {
  const comment = blockComment(
    `Only pages are read: ${listed(others)} ${others.length === 1 ? 'changes' : 'change'} nothing yet.`,
  )
  return `${comment}
function pageParameters(spec) {
  const names = [${names.map(quoted).join(', ')}]
  return { ...spec, parameters: spec.parameters.filter(({ name }) => names.includes(name)) }
}`
}

function countedText(size: string): string {
  return `/** Tells of a page also how many items there are, where it begins and how long it may be: the envelope says so. */
function counted(paginator) {
  return {
    paginate(selection, parameters, binding) {
      const cut = paginator.paginate(selection, parameters, binding)
      if (!cut.ok) return cut
      const counts = { total: selection.count, from: cut.value.from, size: parameters${access(size)} }
      return { ok: true, value: { ...cut.value, info: { ...cut.value.info, ...counts } } }
    },
  }
}`
}
