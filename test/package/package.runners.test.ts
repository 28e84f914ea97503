import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manifest } from '../support/project.ts'
import { type Consumer, installedConsumer, run } from './consumer.ts'

// The package in the test runners that people use, each as it comes from npm, without a configuration, in one project.

let consumer: Consumer

beforeAll(async () => {
  consumer = await installedConsumer()
  await consumer.install(
    'jest@30.5.2',
    'mocha@12.0.3',
    'bun@1.4.5',
    'deno@2.9.6',
    `vitest@${manifest.devDependencies['vitest']}`,
  )
}, 300_000)

afterAll(() => consumer.remove())

const listing = `
    const server = await startMockServer({ only: ['nirvana'], count: 3 })
    try {
      const headers = { authorization: 'Bearer ' + server.credentials('nirvana').apiKey }
      const response = await fetch(server.baseUrl('nirvana') + '/v1/organizations', { headers })
      const { items } = await response.json()
      if (items.length !== 3) throw new Error('it lists ' + items.length)
    } finally {
      await server.close()
    }`

/** Writes one test as an ES module and one as CommonJS into a folder; `names` are what the runner brings, where they are no globals. */
async function writeTests(folder: string, names: string | undefined, title: string): Promise<string[]> {
  const test = `${title}('lists', async () => {${listing}\n})\n`
  const imports = names === undefined ? '' : `import { ${title} } from '${names}'\n`
  const requires = names === undefined ? '' : `const { ${title} } = require('${names}')\n`
  const files = {
    [`${folder}/esm.test.mjs`]: `${imports}import { startMockServer } from 'orgmock'\n${test}`,
    [`${folder}/commonjs.test.cjs`]: `${requires}const { startMockServer } = require('orgmock')\n${test}`,
  }
  for (const [name, text] of Object.entries(files)) await consumer.write(name, text)
  return Object.keys(files)
}

/** The program of a package that npm has for this platform: `bun` and `deno` bring it in a package of its own. */
async function nativeProgram(scope: string, ...inside: readonly string[]): Promise<string> {
  const folder = path.join(consumer.directory, 'node_modules', scope)
  const [name = ''] = await readdir(folder)
  return path.join(folder, name, ...inside)
}

describe('one test as an ES module and one as CommonJS pass in', () => {
  test('node:test', async () => {
    const files = await writeTests('node-test', 'node:test', 'test')
    const { code, stdout } = await consumer.node('--test', '--test-reporter=tap', ...files)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^# pass 2$/m)])
  })

  test('mocha', async () => {
    const files = await writeTests('mocha', undefined, 'it')
    const { code, stdout } = await consumer.node('node_modules/mocha/bin/mocha.js', '--timeout', '20000', ...files)
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 passing')])
  })

  test('Bun', async () => {
    await writeTests('bun', 'bun:test', 'test')
    const { code, stderr } = await run(await nativeProgram('@oven', 'bin/bun'), ['test', './bun'], consumer.directory)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^ 2 pass$/m)])
  })

  test('Deno', async () => {
    const files = await writeTests('deno', 'node:test', 'test')
    const flags = ['test', '--allow-all', '--no-check', '--node-modules-dir=manual']
    const { code, stdout } = await run(await nativeProgram('@deno', 'deno'), [...flags, ...files], consumer.directory)
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 passed')])
  })

  test('jest', async () => {
    const files = await writeTests('jest', undefined, 'test')
    const flags = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--ci', '--cacheDirectory=.jest']
    const { code, stderr } = await consumer.node(...flags, '--testMatch=**/jest/*.test.?js', '--rootDir=.')
    expect(files).toHaveLength(2)
    expect([code, stderr]).toEqual([0, expect.stringContaining('Tests:       2 passed, 2 total')])
  })

  test('vitest', async () => {
    const test = `test('lists', async () => {${listing}\n})\n`
    await consumer.write(
      'vitest/esm.test.js',
      `import { startMockServer } from 'orgmock'\nimport { test } from 'vitest'\n${test}`,
    )
    await consumer.write(
      'vitest/commonjs.test.js',
      `import { createRequire } from 'node:module'\nimport { test } from 'vitest'\nconst { startMockServer } = createRequire(import.meta.url)('orgmock')\n${test}`,
    )
    const { code, stdout } = await vitest('vitest')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Tests\s+2 passed \(2\)/)])
  })
})

function vitest(folder: string) {
  return consumer.node('node_modules/vitest/vitest.mjs', 'run', '--no-color', '--dir', folder)
}

describe('orgmock/vitest', () => {
  test('gives a file one server and each test its own tenants, and prints the scorecard of a test that fails', async () => {
    await consumer.write(
      'fixture/client.js',
      `export async function list({ baseUrl, credentials }, query = '') {
        const headers = { Authorization: 'Bearer ' + credentials.apiKey }
        const response = await fetch(baseUrl + '/v1/organizations' + query, { headers })
        return { status: response.status, body: await response.json() }
      }`,
    )
    await consumer.write(
      'fixture/passes.test.js',
      `import { expect } from 'vitest'
      import { test as base } from 'orgmock/vitest'
      import { list } from './client.js'
      const test = base.extend({ orgmockOptions: [{ only: ['nirvana'], count: 9 }, { scope: 'file' }] })
      const servers = new Set()
      const tenants = new Set()
      for (const name of ['one', 'another']) {
        test(name, async ({ orgmock }) => {
          const tenant = orgmock.tenant({ provider: 'nirvana', scenario: 'throttled-after-1' })
          servers.add(orgmock.server.url)
          tenants.add(tenant.tenant)
          expect((await list(tenant)).status).toBe(200)
          expect((await list(tenant)).status).toBe(429)
          expect(orgmock.scorecard()).toHaveLength(1)
        })
      }
      test('has the options of the file', async ({ orgmock }) => {
        const { body } = await list(orgmock.tenant({ provider: 'nirvana' }))
        expect(body.items).toHaveLength(9)
        expect([servers.size, tenants.size]).toEqual([1, 2])
      })`,
    )
    await consumer.write(
      'fixture/fails.test.js',
      `import { expect } from 'vitest'
      import { test } from 'orgmock/vitest'
      import { list } from './client.js'
      test('fails', async ({ orgmock }) => {
        const { status } = await list(orgmock.tenant({ provider: 'nirvana', tenant: 'impolite' }), '?limit=999')
        expect(status).toBe(200)
      })
      test('passes', async ({ orgmock }) => {
        await list(orgmock.tenant({ provider: 'nirvana', tenant: 'unnamed' }))
      })`,
    )
    const { code, stdout, stderr } = await vitest('fixture')
    expect([code, stdout]).toEqual([1, expect.stringMatching(/Tests\s+1 failed \| 4 passed \(5\)/)])
    expect(stderr).toMatch(/Nirvana Labs API \(nirvana\), tenant impolite: 1 request/)
    expect(stderr).not.toContain('unnamed')
  })
})

describe('jest as it comes, without Node’s --experimental-vm-modules: its tests are CommonJS', () => {
  /** Runs one file of tests; jest writes its report to stderr. */
  async function jest(
    body: string,
    ...options: readonly string[]
  ): Promise<{ readonly code: number | null; readonly report: string }> {
    await consumer.write('orgmock.test.js', body)
    const { code, stderr } = await consumer.node(
      ...options,
      'node_modules/jest/bin/jest.js',
      '--ci',
      '--testMatch=**/orgmock.test.js',
      '--cacheDirectory=.jest',
    )
    return { code, report: stderr }
  }

  test('a test starts a server, lists, looks at the journal, and holds the mock against its contract', async () => {
    const { code, report } = await jest(`
    const { runContracts, startMockServer } = require('orgmock')
    test('lists', async () => {
      const server = await startMockServer({ seed: 7, count: 3, tls: {} })
      try {
        const { operationUrl, credentials } = server.providers.find(({ id }) => id === 'nirvana')
        const response = await fetch(operationUrl, { headers: { authorization: 'Bearer ' + credentials.apiKey } })
        expect((await response.json()).items).toHaveLength(3)
        expect(server.requests({ provider: 'nirvana' })).toHaveLength(1)
        expect((await fetch(server.url + '/__admin/providers')).status).toBe(200)
        expect((await fetch(server.url + '/metrics')).status).toBe(200)
      } finally {
        await server.close()
      }
    })
    test('checks', async () => {
      const report = await runContracts({ providers: ['cradl', 'nirvana'], laws: ['http'] })
      expect(report.providers.map(({ verdict }) => verdict)).toEqual(['kept', 'kept'])
    }, 30_000)
    test('knows errors of Node', async () => {
      process.env.NIRVANA_LABS_API_KEY = 'opens nothing'
      const report = await runContracts({ providers: ['nirvana'], baseUrl: 'http://127.0.0.1:1', laws: ['http'] })
      expect(JSON.stringify(report)).toContain('nothing listens at')
    })
    test('refuses', async () => {
      await expect(startMockServer({ only: ['nope'] })).rejects.toMatchObject({ code: 'UNKNOWN_PROVIDER' })
    })
  `)
    expect(report).toContain('Tests:       4 passed, 4 total')
    expect(code).toBe(0)
  }, 120_000)

  test('a directory of the user’s own providers needs --experimental-vm-modules, and the error says so', async () => {
    const program = 'node_modules/orgmock/dist/src/cli/main.js'
    const document = 'node_modules/orgmock/dist/specs/nirvana.openapi.yaml'
    await consumer.node(program, 'new', 'mine', '--from', document, '--path', '/v1/organizations')
    const serving = `
    const { startMockServer } = require('orgmock')
    test('serves', async () => {
      const server = await startMockServer({ providerDirectories: ['providers'], only: ['mine'] })
      await server.close()
    })
  `
    const without = await jest(serving)
    expect(without.report).toMatch(/SetupError: .*mine\.js does not load: .*--experimental-vm-modules/)
    const allowed = await jest(serving, '--experimental-vm-modules')
    expect(allowed.report).toContain('Tests:       1 passed, 1 total')
  }, 120_000)
})
