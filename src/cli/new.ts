import path from 'node:path'
import { type NewProvider, newProvider } from '../compose/index.ts'
import type { ProviderReport } from '../contract/index.ts'
import { shellWord } from '../spec/index.ts'

export interface NewFlags {
  readonly from: string
  readonly path: string
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

/** `orgmock new ID`: 0 when what was made keeps its contract, 1 when something has to be done by hand. Throws ScaffoldError, SetupError. */
export async function newCommand(id: string, flags: NewFlags): Promise<0 | 1> {
  const { header, page, size, dir, force, param, ...same } = flags
  const made = await newProvider({
    ...same,
    id,
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

function summary(id: string, directory: string, { files, choices, notes, warnings, report }: NewProvider): string {
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
