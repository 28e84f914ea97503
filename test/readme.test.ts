import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lintProse } from './prose/linter.ts'
import { endAll, mainFile, orgmock, orgmockHere, type Serving, serve } from './support/command-line.ts'
import { compilerErrors } from './support/compiler.ts'
import { runCurl } from './support/curl.ts'
import { userDirectory } from './support/installed.ts'
import { manifest, projectFile, projectRoot } from './support/project.ts'
import { interpreterWith } from './support/runtimes.ts'

// README.md is short, and what it tells a stranger to type works as printed.

const readme = projectFile('README.md')

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text)
}

const lines = blocks('sh').flatMap((block) => block.split('\n').filter(Boolean))
const curls = lines.filter((line) => line.startsWith('curl '))
const inText = [...readme.matchAll(/`(npx orgmock [^`]+)`/g)].map(([, command = '']) => command)

let serving: Serving
let user: ReturnType<typeof userDirectory>

beforeAll(async () => {
  user = userDirectory()
  writeFileSync(path.join(user.directory, 'package.json'), '{"type":"module"}')
  serving = await serve()
})
afterAll(async () => {
  await endAll()
  user[Symbol.dispose]()
})

test('has at most 1,000 words outside code blocks', async () => {
  expect((await lintProse('README.md', readme)).words).toBeLessThanOrEqual(1000)
})

test('spells no command by the path of a file', () => {
  expect(
    lines.filter((line) => !/^(npm (ci|install)|npx orgmock|curl|eval "\$\(npx orgmock) /.test(`${line} `)),
  ).toEqual([])
  expect(readme).not.toContain('dist/')
})

test('links to files that exist', () => {
  const targets = [...readme.matchAll(/(?:\]\(|src=")([^)"]+)/g)].map(([, target = '']) => target)
  const files = targets.filter((target) => !target.startsWith('https://'))
  expect(files.length).toBeGreaterThan(20)
  expect(files.filter((file) => !existsSync(path.join(projectRoot, file.split('#')[0] ?? '')))).toEqual([])
})

describe('a request works:', () => {
  test('there are four', () => {
    expect(curls).toHaveLength(4)
  })

  test.each(curls)('%s', async (line) => {
    const environment = `eval "$('${process.execPath}' '${mainFile}' env --url ${serving.url})"`
    // The one that asks for an error gets it.
    const status = line.includes('error=cloudflare.9103') ? 403 : 200
    expect(await runCurl(`${environment}; ${line} -i`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\n`))
  })
})

test('npm has the scripts, and starts what npx starts', () => {
  expect(lines.filter((line) => line.startsWith('npm '))).toEqual([
    'npm ci && npm start',
    'npm ci && npm test',
    'npm install --save-dev orgmock',
  ])
  expect(manifest.scripts).toMatchObject({ start: expect.stringMatching(/ serve$/), test: expect.any(String) })
})

describe('a command works:', () => {
  const checks = lines.filter((line) => line.startsWith('npx orgmock check'))

  test.each(checks)('%s', async (line) => {
    const base = `${serving.url}/api.nirvanalabs.io`
    const words = line.replace('http://localhost:3000', base).split(' ').slice(2)
    const env = { NIRVANA_LABS_API_KEY: await goodKey() }
    // One law is enough to see that the line is understood.
    const { code, stderr } = await orgmock([...words, '--law', 'http/first-page'], env)
    // The key is a mock's, of which a dry run against the real API warns.
    const warning = /^orgmock: warning: the credentials of nirvana are those of a mock, .*\n$/
    expect([code, stderr]).toEqual([0, line.includes('--target live') ? expect.stringMatching(warning) : ''])
  })

  test.each([
    'npx orgmock env',
    'npx orgmock credentials',
    'npx orgmock errors',
    'npx orgmock explain cloudflare.9103',
  ])('%s', async (command) => {
    expect(inText).toContain(command)
    const { code, stdout } = await orgmockHere(command.split(' ').slice(2))
    expect(code).toBe(0)
    expect(stdout.split('\n').length).toBeGreaterThan(5)
  })

  test.each(inText)('%s is a command that the help knows', async (command) => {
    const [, , name = '', ...words] = command.split(' ')
    const { code, stdout } = await orgmockHere([name, '--help'])
    expect(code).toBe(0)
    for (const flag of words.filter((word) => word.startsWith('--'))) expect(stdout).toContain(flag)
  })
})

/** The client that the example in TypeScript tests: it waits as long as Retry-After says, and follows every cursor. */
const client = `export async function listOrganizations(baseUrl: string, apiKey: string): Promise<unknown[]> {
  const found: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const url = baseUrl + '/v1/organizations?limit=100' + (cursor && '&cursor=' + cursor)
    const reply: Response = await fetch(url, { headers: { authorization: 'Bearer ' + apiKey } })
    if (reply.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, Number(reply.headers.get('retry-after')) * 1000))
      continue
    }
    const page = (await reply.json()) as { items: unknown[]; pagination: { next_cursor: string | null } }
    found.push(...page.items)
    cursor = page.pagination.next_cursor
  }
  return found
}
`

test('the example in TypeScript passes', async () => {
  const [example = ''] = blocks('ts')
  writeFileSync(path.join(user.directory, 'your-client.ts'), client)
  writeFileSync(path.join(user.directory, 'readme.test.ts'), example)
  const vitest = path.join(user.directory, 'node_modules/vitest/vitest.mjs')
  const environment = { PATH: process.env['PATH'], NO_COLOR: '1' }
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, 'run'], {
    cwd: user.directory,
    env: environment,
  })
  expect(stdout).toMatch(/Tests\s+1 passed \(1\)/)
})

test('the example in TypeScript is right to the compiler', () => {
  const files = { 'your-client.ts': client, 'readme.test.ts': blocks('ts')[0] ?? '' }
  expect(compilerErrors(files)).toEqual({ 'your-client.ts': [], 'readme.test.ts': [] })
})

test('the example in Python prints the name of every organization', async ({ skip }) => {
  const python = await interpreterWith('urllib.request')
  if (python === undefined) return skip('there is no Python 3')
  const environment = {
    PATH: process.env['PATH'],
    NIRVANA_LABS_BASE_URL: `${serving.url}/api.nirvanalabs.io`,
    NIRVANA_LABS_API_KEY: await goodKey(),
  }
  const { stdout } = await promisify(execFile)(python, ['-c', blocks('python')[0] ?? ''], { env: environment })
  expect(stdout.trim().split('\n')).toHaveLength(127)
})

async function goodKey(): Promise<string> {
  const { stdout } = await orgmockHere(['env', 'nirvana', '--url', serving.url])
  return /NIRVANA_LABS_API_KEY='?([^'\n]+)/.exec(stdout)?.[1] ?? ''
}
