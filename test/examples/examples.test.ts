import { execFile, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { endAll, mainFile, orgmock, serve } from '../support/command-line.ts'
import { compilerErrors } from '../support/compiler.ts'
import { userDirectory } from '../support/installed.ts'
import { manifest, pinnedImage, projectFile, projectRoot } from '../support/project.ts'
import { entries } from '../support/providers.ts'
import { interpreterWith } from '../support/runtimes.ts'

// Each example as a user has it: copied somewhere, with the built package in its node_modules.

const names = readdirSync(path.join(projectRoot, 'examples'))
let user: ReturnType<typeof userDirectory>

beforeAll(() => {
  user = userDirectory()
  for (const name of names) {
    cpSync(path.join(projectRoot, 'examples', name), path.join(user.directory, name), { recursive: true })
  }
})
afterAll(async () => {
  await endAll()
  user[Symbol.dispose]()
})

/** Gives what a program prints, in the directory of an example and with nothing of ours in its environment but PATH. */
async function runIn(example: string, program: string, ...args: string[]): Promise<string> {
  const options = { cwd: path.join(user.directory, example), env: { PATH: process.env['PATH'], NO_COLOR: '1' } }
  const { stdout } = await promisify(execFile)(program, args, options).catch(
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => {
      throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`)
    },
  )
  return stdout
}

test('every example is run or validated by a test', () => {
  // compose and kubernetes: test/deploy.
  expect(names.toSorted()).toEqual(
    ['cloudflare-client', 'compose', 'github-workflow', 'kubernetes', 'node-test', 'pytest', 'vitest'].toSorted(),
  )
})

test('every example asks for the packages that it was tested with', () => {
  const { version, devDependencies } = manifest
  const asked = names
    .filter((name) => existsSync(path.join(projectRoot, 'examples', name, 'package.json')))
    .map((name) => {
      const example = JSON.parse(projectFile(`examples/${name}/package.json`)) as Partial<typeof manifest>
      return { ...example.dependencies, ...example.devDependencies }
    })
  expect(asked).toHaveLength(4)
  for (const packages of asked) {
    for (const [name, range] of Object.entries(packages)) {
      expect([name, range]).toEqual([name, name === 'orgmock' ? `^${version}` : devDependencies[name]])
    }
  }
})

describe('examples/vitest', () => {
  test('passes', async () => {
    const output = await runIn(
      'vitest',
      process.execPath,
      path.join(user.directory, 'node_modules/vitest/vitest.mjs'),
      'run',
    )
    expect(output).toMatch(/Tests\s+3 passed \(3\)/)
  })

  test('is right to the compiler, by the types that the package ships', () => {
    const files = ['organizations.ts', 'organizations.test.ts']
    const texts = files.map((name) => [name, projectFile(`examples/vitest/${name}`)])
    expect(compilerErrors(Object.fromEntries(texts))).toEqual({ 'organizations.ts': [], 'organizations.test.ts': [] })
  })
})

test('examples/node-test passes', async () => {
  const output = await runIn('node-test', process.execPath, '--test', '--test-reporter=tap')
  expect(output).toMatch(/^# pass 2$/m)
  expect(output).toMatch(/^# fail 0$/m)
})

test('examples/cloudflare-client lists every organization with the official client', async () => {
  expect(await runIn('cloudflare-client', process.execPath, 'mock.mjs')).toBe('250 organizations\n')
})

describe('examples/pytest', async () => {
  const python = await interpreterWith('pytest')

  test.skipIf(python === undefined)('passes', async () => {
    const modules = path.join(user.directory, 'node_modules')
    cpSync(modules, path.join(user.directory, 'pytest/node_modules'), { recursive: true, verbatimSymlinks: true })
    const output = await runIn('pytest', python ?? '', '-m', 'pytest', '-q', '-p', 'no:cacheprovider')
    expect(output).toMatch(/^3 passed in /m)
    // A test that fails shows how its client behaved.
    const failing =
      'from test_organizations import *\n\ndef test_fails(orgmock):\n    test_reads_every_page(orgmock)\n    assert False\n'
    writeFileSync(path.join(user.directory, 'pytest/test_fails.py'), failing)
    const report = runIn('pytest', python ?? '', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-k', 'test_fails')
    await expect(report).rejects.toThrow(
      /-+ orgmock scorecard -+\nCloudflare API \(cloudflare\), tenant \S+: 3 requests/,
    )
  })
})

describe('examples/github-workflow', () => {
  interface Job {
    readonly env?: Readonly<Record<string, string>>
    readonly services?: { readonly orgmock: { readonly image: string; readonly ports: readonly string[] } }
    readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[]
  }
  const { jobs } = parse(projectFile('examples/github-workflow/contracts.yml')) as { jobs: Record<string, Job> }
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'orgmock-workflow-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** What a job gives to `npx orgmock`, its files in a folder of this test. */
  function argumentsOf(job: string): string[] {
    const command = jobs[job]?.steps.flatMap(({ run }) => run ?? []).find((line) => line.startsWith('npx '))
    const [, version, line = ''] = /^npx --yes orgmock@(\S+) (.*)$/.exec(command ?? '') ?? []
    expect(version).toBe(manifest.version)
    return line.replace(/=contracts\./g, `=${folder}/contracts.`).split(' ')
  }

  test('serves the image of this version beside the tests, under variables that are true', async () => {
    expect(jobs['tests']?.services?.orgmock).toEqual({ image: pinnedImage, ports: ['8080:8080'] })
    const { url, admin } = await serve()
    const cloudflare = (await entries(url, admin())).find(({ id }) => id === 'cloudflare')
    const told = Object.entries(cloudflare?.env ?? {}).map(([name, value]) => [
      name,
      value.replace(url, 'http://localhost:8080'),
    ])
    expect(jobs['tests']?.env).toEqual(Object.fromEntries(told))
  })

  test('holds the mocks against their contract', async () => {
    expect(await orgmock(argumentsOf('mocks'))).toMatchObject({ code: 0 })
    expect(readFileSync(path.join(folder, 'contracts.xml'), 'utf8')).toContain('<testsuites')
  })

  test('asks the real APIs at night, with every secret that they need', async () => {
    expect(jobs['live']?.env).toEqual({ NPM_CONFIG_IGNORE_SCRIPTS: 'true' })
    const step = jobs['live']?.steps.find(({ env }) => env !== undefined)
    const secrets = Object.entries(step?.env ?? {})
    for (const [name, value] of secrets) expect(value).toBe(`\${{ secrets.${name} }}`)
    const environment = Object.fromEntries(secrets.map(([name]) => [name, 'x'.repeat(40)]))
    // A rate that nobody has to wait for: nothing is sent.
    const words = argumentsOf('live').map((word) => (word === '1/s' ? '10000/s' : word))
    const dry = await orgmock([...words, '--dry-run'], environment)
    expect(dry).toMatchObject({ code: 0 })
    for (const host of ['api.cekura.ai', 'api.cloudflare.com', 'api.cradl.ai', 'api.nirvanalabs.io']) {
      expect(dry.stdout).toContain(host)
    }
  })

  test('opens a pull request with the new lock when something notable has changed, and otherwise none', () => {
    const script = jobs['lock']?.steps.flatMap(({ run }) => run ?? []).at(-1) ?? ''
    const repository = path.join(folder, 'repository')
    const bin = path.join(folder, 'bin')
    mkdirSync(path.join(repository, 'contracts-live'), { recursive: true })
    mkdirSync(bin)
    const program = (name: string, text: string) =>
      writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    program('npx', `shift 2\nexec '${process.execPath}' '${mainFile}' "$@"`)
    program('git', `echo "git $*" >> '${folder}/log'`)
    program('gh', `echo "gh $*" >> '${folder}/log'\n[ "$2" = create ]`)
    const lockWith = (members: string) =>
      `orgmockLock: 1\nproviders:\n  acme:\n    /rows:\n      requests: {}\n      pages: { ${members} }\n      replies: {}\n`
    const run = (now: string) => {
      rmSync(path.join(folder, 'log'), { force: true })
      writeFileSync(path.join(repository, 'contracts-live/orgmock.lock.yaml'), now)
      writeFileSync(path.join(repository, 'orgmock.lock.yaml'), lockWith('sizes: { "20": 4 }'))
      const env = {
        PATH: `${bin}:${process.env['PATH']}`,
        GITHUB_REF_NAME: 'main',
        TMPDIR: process.env['TMPDIR'] ?? '',
      }
      const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: repository, env })
      return { status, log: existsSync(path.join(folder, 'log')) ? readFileSync(path.join(folder, 'log'), 'utf8') : '' }
    }
    expect(run(lockWith('sizes: { "20": 90 }'))).toEqual({ status: 0, log: '' })
    expect(run('orgmockLock: 7\n')).toEqual({ status: 2, log: '' })
    const changed = run(lockWith('sizes: { "50": 90 }'))
    expect(changed.status).toBe(0)
    expect(changed.log).toMatch(/git push --force origin orgmock-lock\n(?:.*\n)*gh pr create .* --head orgmock-lock\n$/)
    expect(readFileSync(path.join(repository, 'changes.txt'), 'utf8')).toContain(
      'breaking  acme: the provider’s page size',
    )
    expect(readFileSync(path.join(repository, 'orgmock.lock.yaml'), 'utf8')).toContain('"50"')
  })
})
