import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Report } from '../contract/index.ts'
import { anyText, argument, asyncCall, list, map, needed, options, someText, truth, wanted } from '../options/index.ts'
import { type Candidate, candidatesOf, type Scaffolded, type ScaffoldOptions, scaffold } from '../scaffold/index.ts'
import { patternJudge, SpecError } from '../spec/index.ts'
import { besideReader } from './beside.ts'
import { runContracts } from './check.ts'
import { SetupError } from './errors.ts'

export type { Candidate }

export interface NewProviderOptions extends Omit<ScaffoldOptions, 'leftOut'> {
  /** The OpenAPI document, YAML or JSON. */
  readonly from: string
  /** Where to write specs/, mocks/ and contracts/; made when it does not exist. */
  readonly directory: string
  /** Overwrites files that exist. */
  readonly isForced?: boolean
}

export interface NewProvider extends Omit<Scaffolded, 'files'> {
  /** The files that were written. */
  readonly files: readonly string[]
  /** The contract, run against the new mock. */
  readonly report: Report
}

/**
 * Writes the three files of a new provider, and serves and checks them from there: what cannot be loaded is taken away again.
 * Throws ScaffoldError, SetupError BAD_FILE and BAD_DOCUMENT.
 */
export const newProvider = asyncCall(
  'newProvider',
  [
    wanted(
      options<NewProviderOptions>({
        from: needed(someText('a file')),
        directory: needed(someText('a directory')),
        isForced: truth,
        id: needed(someText('an id')),
        path: needed(someText('a path of the document')),
        params: map(someText('a parameter of the path'), anyText),
        server: anyText,
        auth: anyText,
        headers: list(anyText),
        prefix: anyText,
        tokenUrl: anyText,
        items: anyText,
        identity: anyText,
        pages: anyText,
        pageParameter: anyText,
        sizeParameter: anyText,
        next: anyText,
      }),
    ),
  ],
  write,
)

/**
 * The paths of a document that could be a provider's, best first: those whose GET answers with a list. Throws ScaffoldError, SetupError
 * BAD_FILE.
 */
export const listCandidates = asyncCall(
  'listCandidates',
  [argument('from', someText('a file'))],
  async (from: string): Promise<readonly Candidate[]> => candidatesOf(from, await textOf(from), besideReader(from)),
)

async function textOf(from: string): Promise<string> {
  return readFile(from, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new SetupError('BAD_FILE', `--from ${from} cannot be read (${cause.code ?? cause.message})`, { cause })
  })
}

async function write({ from, directory, isForced = false, ...options }: NewProviderOptions): Promise<NewProvider> {
  const text = await textOf(from)
  const patterns = await patternJudge()
  const make = (leftOut: readonly string[]) =>
    scaffolded(from, text, { ...options, leftOut }, patterns, besideReader(from))
  const targetsOf = ({ files }: Scaffolded) =>
    files.map(({ name, text }) => ({ file: path.join(directory, name), text }))
  let made = make([])
  const written = targetsOf(made).map(({ file }) => file)
  if (!isForced) await refuseExisting(written)
  const undo = await writeAll(directory, targetsOf(made))
  try {
    // Loaded from where it was written: only so is it known to work there.
    let report = await checked(from, options.id, directory)
    // Each value is judged by its own schema; what need not come and does not fit is left out.
    for (let round = 0, leftOut = misfits(report, made.choices); round < mostRounds && leftOut.length > 0; round += 1) {
      made = make(leftOut)
      await writeAll(directory, targetsOf(made))
      report = await checked(from, options.id, directory)
      const further = misfits(report, made.choices).filter((one) => !leftOut.includes(one))
      if (further.length === 0) break
      leftOut = [...leftOut, ...further]
    }
    const { files: _, ...rest } = made
    return { ...rest, files: written, report }
  } catch (cause) {
    await undo()
    throw cause
  }
}

interface Target {
  readonly file: string
  readonly text: string
}

/** Writes all files or no file; gives what puts back what was there before. */
async function writeAll(directory: string, targets: readonly Target[]): Promise<() => Promise<void>> {
  const before = await Promise.all(targets.map(({ file }) => readFile(file).catch(() => undefined)))
  const folders: string[] = []
  async function undo(): Promise<void> {
    for (const [index, { file }] of targets.entries()) {
      const old = before[index]
      await (old === undefined ? rm(file, { force: true }) : writeFile(file, old)).catch(() => undefined)
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const { file, text } of targets) {
      const folder = await mkdir(path.dirname(file), { recursive: true })
      if (folder !== undefined) folders.push(folder)
      await writeFile(file, text)
    }
    return undo
  } catch (cause) {
    await undo()
    const { code, message } = cause as NodeJS.ErrnoException
    throw new SetupError('BAD_FILE', `${directory} cannot be written to (${code ?? message})`, { cause })
  }
}

/** Rounds in which values that do not fit are left out. */
const mostRounds = 3

/** Members of an item that do not fit their schemas, as JSON pointers into it; in a list, the list. */
function misfits({ providers }: Report, { items }: Scaffolded['choices']): readonly string[] {
  const list = items.startsWith('/') ? items : ''
  const places = providers
    .flatMap(({ scenarios }) => scenarios.flatMap(({ findings }) => findings))
    .flatMap(({ check, at = '' }) => (check === 'shape/body' && at.startsWith(`${list}/`) ? [at] : []))
    .map((at) => memberOf(at.slice(list.length)))
  return [...new Set(places.filter((place) => place !== undefined))]
}

/** The member that a pointer into a list (`/3/tags/0`) is about (`/tags`); undefined for an item as a whole. */
function memberOf(at: string): string | undefined {
  const isIndex = (token: string) => /^\d+$/.test(token)
  const [, index = '', ...names] = at.split('/')
  const end = names.findIndex(isIndex)
  const member = end === -1 ? names : names.slice(0, end)
  return isIndex(index) && member.length > 0 ? `/${member.join('/')}` : undefined
}

function scaffolded(...given: Parameters<typeof scaffold>): Scaffolded {
  try {
    return scaffold(...given)
  } catch (cause) {
    throw cause instanceof RangeError ? tooDeep(given[0], cause) : cause
  }
}

function tooDeep(from: string, cause: RangeError): SetupError {
  return new SetupError('BAD_DOCUMENT', `${from}: its schemas are too deep in each other`, { cause })
}

async function refuseExisting(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    )
    if (isThere) throw new SetupError('BAD_FILE', `${file} is there already; --force writes over it`)
  }
}

/** Serves and checks what was written. */
async function checked(from: string, id: string, directory: string): Promise<Report> {
  try {
    return await runContracts({ providers: [id], providerDirectories: [directory] })
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep(from, cause)
    // Errors of the document, with a place in it, and schemas that Ajv does not compile.
    if (!(cause instanceof SpecError || (cause instanceof Error && cause.name === 'SchemaError'))) throw cause
    const reason = cause instanceof SpecError ? `${cause.pointer ?? ''} ${cause.reason}` : cause.message
    throw new SetupError('BAD_DOCUMENT', `${from}: ${reason.replace(/\s+/g, ' ').trim()}`, { cause })
  }
}
