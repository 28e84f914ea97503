import path from 'node:path'
import { listCandidates, type NewProvider, newProvider, SetupError } from '../compose/index.ts'
import type { ProviderReport } from '../contract/index.ts'
import { shellWord } from '../spec/index.ts'

export interface NewFlags {
  readonly from: string
  readonly path?: string
  readonly param?: Readonly<Record<string, string>>
  readonly auth?: string
  readonly header?: readonly string[]
  readonly prefix?: string
  readonly tokenUrl?: string
  readonly pages?: string
  readonly page?: string
  readonly size?: string
  readonly next?: string
  readonly items?: string
  readonly identity?: string
  readonly server?: string
  readonly dir: string
  readonly force?: boolean
}

const mostReasons = 5

const mostCandidates = 20

/** `orgmock new` without a path: lists those that could be a provider's. */
async function printCandidates(from: string): Promise<0 | 1> {
  const found = await listCandidates(from)
  if (found.length === 0) {
    process.stdout.write(`no path of ${from} has a GET that answers with a list of objects\n`)
    return 1
  }
  const shown = found.slice(0, mostCandidates)
  const width = Math.max(...shown.map(({ path }) => path.length))
  const lines = shown.map(({ path, items, pages, params }) => {
    const flags = params.map((name) => ` --param ${name}=VALUE`).join('')
    const how = pages ?? 'pages that flags have to describe'
    return `--path ${shellWord([path]).padEnd(width)}${flags}  list ${items === '' ? 'the body itself' : items}, ${how}`
  })
  const more = found.length > shown.length ? [`and ${found.length - shown.length} more`] : []
  const head =
    'paths that answer with a list, best first; one becomes a provider with orgmock new ID --from FILE --path PATH'
  process.stdout.write(`${[head, '', ...lines, ...more].join('\n').replace(/[^\P{C}\n]+/gu, ' ')}\n`)
  return 0
}

/** `orgmock new ID`: 0 when what was made keeps its contract, 1 when something has to be done by hand. Throws ScaffoldError, SetupError. */
export async function newCommand(id: string | undefined, flags: NewFlags): Promise<0 | 1> {
  const { header, page, size, dir, force, param, path: asked, ...same } = flags
  if (asked === undefined) return printCandidates(flags.from)
  if (id === undefined)
    throw new SetupError('BAD_OPTION', 'the id of the new provider is missing: orgmock new ID --from FILE --path PATH')
  const made = await newProvider({
    ...same,
    id,
    path: asked,
    directory: dir,
    ...(param === undefined ? {} : { params: param }),
    ...(header === undefined ? {} : { headers: header }),
    ...(page === undefined ? {} : { pageParameter: page }),
    ...(size === undefined ? {} : { sizeParameter: size }),
    isForced: force === true,
  })
  const [report] = made.report.providers
  const isKept = report?.verdict === 'kept'
  process.stdout.write(summary(id, dir, made))
  return isKept ? 0 : 1
}

function summary(id: string, directory: string, made: NewProvider): string {
  const { files, choices, assumptions, notes, warnings, report } = made
  const [provider] = report.providers
  const quoted = shellWord([shortest(directory).replace(/^-/, './-')])
  const rows = [
    ['server', choices.server],
    ['authentication', choices.auth],
    ['pages', choices.pages],
    ['list', choices.items],
    ['identity', choices.identity],
  ]
  const lines = [
    ...files.map((file) => `wrote ${shortest(file)}`),
    '',
    ...rows.map(([label = '', value]) => `${label.padEnd(16)}${value}`),
    '',
    ...(assumptions.length === 0
      ? []
      : [`${assumptions.length} assumptions are listed at the head of ${shortest(files[1] ?? '')}`]),
    ...(notes.length === 0 ? [] : [`${changed(notes.length)} listed at the head of ${shortest(files[0] ?? '')}`]),
    ...warnings.map((warning) => `by hand: ${warning}`),
    ...(provider?.verdict === 'kept'
      ? [`the contract is kept: ${provider.scenarios.length} laws, ${provider.requests} requests`]
      : ['the contract is not kept yet:', ...reasons(provider).map((text) => `  ${text}`)]),
    '',
    `orgmock serve --providers ${quoted}`,
    `orgmock check ${id} --providers ${quoted}`,
  ]
  // They quote names and texts of a document.
  return `${lines.map((line) => line.replace(/\p{C}+/gu, ' ')).join('\n')}\n`
}

/** Why a contract is not kept: what was broken, or else why nothing was checked. */
function reasons(provider: ProviderReport | undefined): readonly string[] {
  const laws = provider?.scenarios ?? []
  const violations = laws.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'violation')
  const all = [
    ...violations.map(({ check, message }) => `${check}: ${message}`),
    ...[provider, ...laws].flatMap((result) => (result?.reason === undefined ? [] : [result.reason])),
  ]
  return all.length === 0 ? ['no law could be checked'] : [...new Set(all)].slice(0, mostReasons)
}

function changed(count: number): string {
  return count === 1 ? '1 change against the document is' : `${count} changes against the document are`
}

/** The path relative to the working directory, unless the file is outside of it. */
function shortest(file: string): string {
  const relative = path.relative('', file)
  return relative.startsWith('..') ? path.resolve(file) : relative || '.'
}
