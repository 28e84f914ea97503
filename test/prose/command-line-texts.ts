import {
  describeCredentials,
  describeErrors,
  findProviders,
  loadSpec,
  wireFaultMeanings,
} from '../../src/compose/index.ts'
import { findingMeanings, laws } from '../../src/contract/index.ts'
import { gradeDefinitions } from '../../src/scorecard/index.ts'
import { orgmockHere } from '../support/command-line.ts'

/** What the command line tells a person, as plain text: each line one description. */
export interface CommandLineTexts {
  readonly help: string
  readonly explain: string
}

export async function commandLineTexts(): Promise<CommandLineTexts> {
  const help: string[] = []
  for (const command of await commands([])) help.push(...descriptions(await output([...command, '--help'])))
  const explain: string[] = []
  for (const id of await explainedIds()) explain.push(...labelled(await output(['explain', id])))
  // What many errors share is one text.
  return { help: unique(help).join('\n'), explain: unique(explain).join('\n') }
}

async function output(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await orgmockHere(args)
  if (code !== 0) throw new Error(`orgmock ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}

/** The command itself and those below it, as the help lists them. */
async function commands(path: readonly string[]): Promise<string[][]> {
  const [, list = ''] = (await output([...path, '--help'])).split('\nCommands:\n')
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'help')
  const below = await Promise.all([...new Set(names)].map((name) => commands([...path, name])))
  return [[...path], ...below.flat()]
}

async function explainedIds(): Promise<string[]> {
  const specs = await Promise.all((await findProviders([])).map((files) => loadSpec(files)))
  const credentials = await describeCredentials('http://localhost:8080', { providerDirectories: [] })
  return unique([
    ...(await describeErrors({ providerDirectories: [] })).map(({ id }) => id),
    ...specs.flatMap(({ errata }) => errata.map(({ id }) => id)),
    ...[...laws, ...findingMeanings, ...gradeDefinitions].map(({ id }) => id),
    ...credentials.flatMap(({ accounts }) => accounts.map(({ name }) => name)),
    ...Object.keys(await wireFaultMeanings()),
  ])
}

/** The texts of a help page: its description, the right column of its lists, and what comes after them. */
function descriptions(help: string): string[] {
  const texts: string[] = []
  for (const line of help.split('\n')) {
    const [, start, more, whole] = /^(?: {2}\S.*? {2,}(\S.*)| {16,}(\S.*)|(\S.*))$/.exec(line) ?? []
    if (more !== undefined) texts.push(`${texts.pop() ?? ''} ${more}`)
    else if (start !== undefined) texts.push(start)
    else if (whole !== undefined && !/^(Usage|Options|Arguments|Commands):/.test(whole)) texts.push(whole)
  }
  return texts
}

/** The texts with a label: "means", "cause", "do" and "basis". Headers, bodies and commands are no prose. */
function labelled(text: string): string[] {
  const texts: string[] = []
  let isText = false
  for (const line of text.split('\n')) {
    const [, start, more] = /^(?:(?:means|cause|do|basis) +(\S.*)| {8}(\S.*))$/.exec(line) ?? []
    if (start !== undefined) texts.push(start)
    else if (more !== undefined && isText) texts.push(`${texts.pop() ?? ''} ${more}`)
    isText = start !== undefined || (more !== undefined && isText)
  }
  return texts
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}
