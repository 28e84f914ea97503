import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../src/config/index.ts'
import { loadWorkflowParser } from '../deploy/workflow-parser.ts'
import { endAll, orgmock, type Serving, serve } from '../support/command-line.ts'
import { compilerErrors } from '../support/compiler.ts'
import { type FencedBlock, fencedBlocks, writePrograms } from '../support/documents.ts'
import { userDirectory } from '../support/installed.ts'
import { projectFile, projectRoot } from '../support/project.ts'
import { interpreterWith } from '../support/runtimes.ts'

// Every fenced block of docs/, CONTRIBUTING.md and SECURITY.md works as it is printed. The blocks of a page are one session: its commands
// run in order in one shell, and a block whose first line names a file is written to that file first.

interface Page {
  readonly name: string
  readonly blocks: readonly FencedBlock[]
}

const pages: readonly Page[] = [
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(path.join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.split(path.sep).join('/')}`),
].map((name) => ({ name, blocks: fencedBlocks(projectFile(name)) }))

/** How a block is tried, by its language: `test` below has a part for each. */
const languages: Readonly<Record<string, string>> = {
  sh: 'runs in the shell of its page; docker, kubectl and npm check their arguments',
  text: 'is what the commands before it print',
  ts: 'is compiled with the types of the package and run by vitest',
  yaml: 'is a file that its reader takes',
  python: 'runs as a file of its page, where there is a Python',
}

/** Readers of YAML blocks, by the file that the first line names. */
const readers: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
  'orgmock.yaml': (text) => parseConfig('orgmock.yaml', text),
  'compose.yaml': async (text) => expect(composeErrors(text)).toEqual([]),
  '.github/workflows/contracts.yml': async (text) => {
    const parser = await loadWorkflowParser()
    const { context, value } = parser.parseWorkflow(
      { name: 'contracts.yml', content: text },
      new parser.NoOperationTraceWriter(),
    )
    expect(context.errors.getErrors()).toEqual([])
    expect(value).toBeDefined()
  },
  'openapi.yaml': async (text) => expect(parse(text)).toMatchObject({ openapi: expect.any(String) }),
  'prometheus.yml': async (text) =>
    expect(parse(text)).toMatchObject({ scrape_configs: [{ authorization: { credentials: expect.any(String) } }] }),
}

/** Pages whose blocks without a language are drawings. */
const drawings = ['docs/architecture.md']

let serving: Serving
let user: ReturnType<typeof userDirectory>

beforeAll(async () => {
  user = userDirectory()
  writePrograms(path.join(user.directory, 'bin'))
  writeFileSync(path.join(user.directory, 'package.json'), '{"type":"module"}')
  serving = await serve()
})
afterAll(async () => {
  await endAll()
  user[Symbol.dispose]()
})

/** A text with the address of the test's server in place of the one that documents print. */
function here(text: string): string {
  return text.replaceAll(/(?:localhost|127\.0\.0\.1):8080/g, new URL(serving.url).host)
}

/** What a session sees of the environment: the server's port, so that `npx orgmock env` and `scorecard` mean it. */
function environment(): Record<string, string> {
  return {
    PATH: `${path.join(user.directory, 'bin')}:${process.env['PATH'] ?? ''}`,
    TMPDIR: process.env['TMPDIR'] ?? '/tmp',
    PORT: new URL(serving.url).port,
    NO_COLOR: '1',
  }
}

const marker = (index: number) => `--- block ${index} ---`

/** Runs the session of a page, and gives what each of its `sh` blocks prints, by index. */
async function session({ name, blocks }: Page): Promise<ReadonlyMap<number, string>> {
  const folder = path.join(user.directory, name.replaceAll(/\W/g, '-'))
  mkdirSync(path.join(folder, 'files'), { recursive: true })
  const script = blocks.flatMap(({ language, text, file }, index) => {
    if (language === 'sh') return [`printf '\\n%s\\n' '${marker(index)}'`, here(text)]
    if (file === undefined) return []
    const kept = path.join(folder, 'files', String(index))
    writeFileSync(kept, here(text))
    return [`mkdir -p '${path.dirname(file)}'`, `cp '${kept}' '${file}'`]
  })
  const run = promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script.join('\n')], {
    cwd: folder,
    env: environment(),
    maxBuffer: 16 * 1024 * 1024,
  })
  const { stdout } = await run.catch(({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => {
    throw new Error(`${name} ended with ${code}:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
  })
  const parts = stdout.split(/^--- block (\d+) ---\n/m).slice(1)
  return new Map(
    parts.flatMap((part, place) => (place % 2 === 0 ? [[Number(part), parts[place + 1] ?? ''] as const] : [])),
  )
}

/** Lines of a printed output that did not come; `…` is any text, and a run of spaces is one. */
function missingLines(printed: string, came: string): string[] {
  const linesOf = (text: string) =>
    text
      .replaceAll(new URL(serving.url).host, 'localhost:8080')
      .split('\n')
      .map((line) => line.trim().replaceAll(/ +/g, ' '))
  const lines = linesOf(came)
  return linesOf(here(printed))
    .filter((line) => line !== '')
    .filter((line) => {
      const parts = line.split('…')
      return !lines.some((one) => matches(one, parts))
    })
}

/** Whether a line has these parts in this order, the first at its start and the last at its end. */
function matches(line: string, parts: readonly string[]): boolean {
  const [first = '', ...more] = parts
  const last = more.pop()
  if (last === undefined) return line === first
  if (!line.startsWith(first) || !line.endsWith(last)) return false
  let from = first.length
  for (const part of more) {
    const at = line.indexOf(part, from)
    if (at === -1) return false
    from = at + part.length
  }
  return from + last.length <= line.length
}

function composeErrors(text: string): unknown[] {
  const schema = JSON.parse(projectFile('node_modules/dclint/schemas/compose.schema.json')) as object
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile({
    ...schema,
    $schema: 'http://json-schema.org/draft-07/schema#',
  })
  validate(parse(text, { merge: true }))
  return validate.errors ?? []
}

test('every block is of a kind that is tried', () => {
  expect(pages.length).toBeGreaterThan(15)
  expect(pages.flatMap(({ blocks }) => blocks).length).toBeGreaterThan(60)
  const untried = pages.flatMap(({ name, blocks }) =>
    blocks.flatMap(({ language, line, file, text }, index) => {
      const isTried =
        (language in languages || (language === '' && drawings.includes(name))) &&
        (language !== 'yaml' || (file !== undefined && file in readers)) &&
        (language !== 'python' || file !== undefined) &&
        (language !== 'text' || blocks[index - 1]?.language === 'sh') &&
        text.trim() !== ''
      return isTried ? [] : [`${name}:${line}`]
    }),
  )
  expect(untried).toEqual([])
})

test('no command is spelled by a path into the build', () => {
  const spelled = pages.flatMap(({ name }) =>
    [...projectFile(name).matchAll(/node dist\/\S*/g)].map(([text]) => `${name}: ${text}`),
  )
  expect(spelled).toEqual([])
})

describe('the commands of', () => {
  const withCommands = pages.filter(({ blocks }) => blocks.some(({ language }) => language === 'sh'))

  test.each(withCommands)('$name work and print what it says', async (page) => {
    const printed = await session(page)
    const missing = page.blocks.flatMap(({ language, text, line }, index) =>
      language === 'text'
        ? missingLines(text, printed.get(index - 1) ?? '').map((one) => `${page.name}:${line}: ${one}`)
        : [],
    )
    expect(missing).toEqual([])
    const { admin, url } = serving
    expect((await fetch(`${url}/__admin/reset`, { method: 'POST', headers: admin() })).status).toBe(204)
  })
})

describe('the programs', () => {
  const programs = pages.flatMap(({ name, blocks }) =>
    blocks
      .filter(({ language }) => language === 'ts')
      .map(({ text, file, line }) => {
        const place = `${name.replaceAll(/\W/g, '-')}-${line}`
        const isSuite = /from 'vitest'/.test(text)
        return { name: `${place}/${file ?? (isSuite ? 'snippet.test.ts' : 'snippet.ts')}`, text, isSuite }
      }),
  )

  test('fit the types of the package', () => {
    expect(programs.length).toBeGreaterThan(5)
    const errors = compilerErrors(Object.fromEntries(programs.map(({ name, text }) => [name, text])))
    expect(Object.entries(errors).filter(([, found]) => found.length > 0)).toEqual([])
  })

  test('run', async () => {
    const folder = path.join(user.directory, 'programs')
    for (const { name, text } of programs) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), here(text))
    }
    const plain = programs.filter(({ isSuite }) => !isSuite)
    const runs = plain.map(({ name }) => `test('${name}', () => import('./${name}'))`)
    writeFileSync(path.join(folder, 'plain.test.ts'), `import { test } from 'vitest'\n${runs.join('\n')}\n`)
    const { stdout } = await orgmock(['env', '--url', serving.url])
    const variables = [...stdout.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value])
    const vitest = path.join(user.directory, 'node_modules/vitest/vitest.mjs')
    const { status, stdout: output } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
      cwd: folder,
      env: { ...environment(), ...Object.fromEntries(variables) },
      encoding: 'utf8',
    })
    expect(status, output).toBe(0)
  })
})

describe('the files', async () => {
  const files = pages.flatMap(({ name, blocks }) =>
    blocks
      .filter(({ language }) => language === 'yaml')
      .map(({ text, file = '', line }) => ({ place: `${name}:${line}`, file, text })),
  )

  test.each(files)('$file at $place is one', async ({ file, text }) => {
    await expect(readers[file]?.(text)).resolves.not.toThrow()
  })

  const python = await interpreterWith('urllib.request')
  const scripts = pages.flatMap(({ name, blocks }) =>
    blocks
      .filter(({ language }) => language === 'python')
      .map(({ text, file = '', line }) => ({ place: `${name}:${line}`, file, text })),
  )

  test.skipIf(python === undefined).each(scripts)('$file at $place runs', async ({ file, text }) => {
    const kept = path.join(user.directory, path.basename(file))
    writeFileSync(kept, here(text))
    const { stdout } = await orgmock(['env', '--url', serving.url])
    const variables = [...stdout.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value])
    const env = { ...environment(), ...Object.fromEntries(variables) }
    await promisify(execFile)(python ?? '', [kept], { env })
  })
})
