import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Consumer, compiler, installedConsumer, programOf } from './consumer.ts'

// What a stranger gets: the tarball, installed into an empty project.

let consumer: Consumer

beforeAll(async () => {
  consumer = await installedConsumer()
}, 240_000)

afterAll(() => consumer.remove())

const usesEverything = `
  const server = await startMockServer({ seed: 7, count: 3, only: ['nirvana'] })
  const [{ operationUrl, credentials }] = server.providers
  const response = await fetch(operationUrl, { headers: { authorization: 'Bearer ' + credentials.apiKey } })
  const { items } = await response.json()
  const report = await runContracts({ providers: ['nirvana'], laws: ['http/first-page'] })
  await server.close()
  console.log(items.length, report.providers[0].verdict)
  console.log(typeof contractSuite, typeof defineContract, typeof defineProvider)
`

describe('the tarball', () => {
  test('holds the programs, the declarations that the exports lead to, and the specs', () => {
    expect(consumer.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/src/cli/main.js',
        'dist/src/compose/index.js',
        'dist/src/compose/index.d.ts',
        'dist/src/compose/suite.js',
        'dist/src/contract/index.js',
        'dist/src/mock/index.js',
        'dist/src/testcontainers/index.js',
        ...['cekura', 'cloudflare', 'cradl', 'nirvana'].flatMap((id) => [
          `dist/specs/${id}.json`,
          `dist/specs/${id}.openapi.yaml`,
          `dist/specs/${id}.overlay.yaml`,
          `dist/mocks/${id}.js`,
          `dist/contracts/${id}.js`,
        ]),
      ]),
    )
  })

  test('holds nothing else than those, and chunks of the programs', () => {
    const known =
      /^(LICENSE|README\.md|package\.json|dist\/(specs\/[a-z]+\.(json|openapi\.yaml|overlay\.yaml)|(mocks|contracts)\/[a-z]+\.js|src\/chunks\/[\w-]+\.js|src\/(cli\/main|compose\/index|compose\/suite|contract\/index|mock\/index|spec\/readings|testcontainers\/index)\.js|src\/compose\/provider-imports-hook\.mjs|src\/(compose|contract|mock|scaffold|scorecard|server|spec|testcontainers)\/[\w/-]+\.d\.ts))$/
    expect(consumer.files.filter((file) => !known.test(file))).toEqual([])
  })

  test('is small: 500 KB packed at most, 300 files at most', () => {
    expect(consumer.tarballBytes).toBeLessThan(500_000)
    expect(consumer.files.length).toBeLessThan(300)
  })

  test('has nothing that publint minds', async () => {
    const ran = await consumer.node(await programOf('publint'), 'run', '--strict', consumer.tarball)
    expect(ran.stdout + ran.stderr).toContain('All good!')
    expect(ran.code).toBe(0)
  }, 60_000)

  test('has types that are right for every way to import it', async () => {
    // A require gets the ES module: Node 20.19 and newer do that, which is what package.json asks for.
    const rules = ['--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm']
    const ran = await consumer.node(await programOf('@arethetypeswrong/cli'), consumer.tarball, ...rules)
    expect(ran.code, ran.stdout).toBe(0)
    for (const door of ['orgmock', 'orgmock/suite', 'orgmock/contract', 'orgmock/mock']) {
      expect(ran.stdout).toContain(`"${door}"`)
    }
  }, 60_000)
})

describe('in JavaScript', () => {
  test('import works', async () => {
    await consumer.write(
      'script.mjs',
      `import { runContracts, startMockServer } from 'orgmock'
      import { contractSuite } from 'orgmock/suite'
      import { defineContract } from 'orgmock/contract'
      import { defineProvider } from 'orgmock/mock'
      ${usesEverything}`,
    )
    const ran = await consumer.node('script.mjs')
    expect(ran).toEqual({ code: 0, stdout: '3 kept\nfunction function function\n', stderr: '' })
  })

  test('require works', async () => {
    await consumer.write(
      'script.cjs',
      `const { runContracts, startMockServer } = require('orgmock')
      const { contractSuite } = require('orgmock/suite')
      const { defineContract } = require('orgmock/contract')
      const { defineProvider } = require('orgmock/mock')
      async function main() { ${usesEverything} }
      main()`,
    )
    const ran = await consumer.node('script.cjs')
    expect(ran).toEqual({ code: 0, stdout: '3 kept\nfunction function function\n', stderr: '' })
  })

  test('the command line works, and makes a provider of one of its own documents', async () => {
    const program = 'node_modules/orgmock/dist/src/cli/main.js'
    const document = 'node_modules/orgmock/dist/specs/nirvana.openapi.yaml'
    const made = await consumer.node(program, 'new', 'mine', '--from', document, '--path', '/v1/organizations')
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect((await consumer.node(program, 'check', 'mine', '--providers', 'providers')).code).toBe(0)
  })

  test('a program may serve providers of its own', async () => {
    await consumer.write(
      'own.cjs',
      `const { startMockServer } = require('orgmock')
      startMockServer({ providerDirectories: ['providers'], only: ['mine'] }).then(async (server) => {
        console.log(server.providers.map(({ id }) => id).join())
        await server.close()
      })`,
    )
    expect(await consumer.node('own.cjs')).toEqual({ code: 0, stdout: 'mine\n', stderr: '' })
  })
})

describe('in TypeScript', () => {
  const program = `
    import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
    import { createMockApp, type MockServer, type Report, runContracts, startMockServer } from 'orgmock'
    import type { Clock, ClockState, ControlError, CreatedTenant, FaultRule, Finding, Grade, JournalEntry } from 'orgmock'
    import type { NewTenant, ProviderReport, ProviderSettings, RateLimit, RequestFilter, Scorecard } from 'orgmock'
    import { defineContract, wholeList as onePage } from 'orgmock/contract'
    import { defineProvider, type ProviderFactory, wholeList } from 'orgmock/mock'
    import { contractSuite } from 'orgmock/suite'

    const server: MockServer = await startMockServer({ seed: 7, count: 3 })
    export const url: string = server.url
    // @ts-expect-error A port is a number.
    await startMockServer({ port: '8080' })
    createServer(await createMockApp())
    const app: (request: IncomingMessage, response: ServerResponse) => void = await createMockApp()
    const faults: FaultRule[] = [{ wire: 'slow-body', probability: 0.1 }]
    const rateLimit: RateLimit = { requests: 5, windowSeconds: 60 }
    const settings: ProviderSettings = { count: 3, faults, tenants: { 'team-a': { rateLimit } } }
    async function test(): Promise<void> {
      await using own = await startMockServer({ providers: { nirvana: settings } })
      const wanted: NewTenant = { provider: 'nirvana', scenario: 'throttled-after-3', faults, rateLimit }
      const { credentials, baseUrl }: CreatedTenant = own.tenant(wanted)
      const filter: RequestFilter = { provider: 'nirvana', status: '5xx' }
      const entries: JournalEntry[] = own.requests(filter)
      const cards: Scorecard[] = own.scorecard()
      const grades: readonly Grade[] | undefined = cards[0]?.grades
      const clock: Clock = own.clock
      const state: ClockState = clock.advance('PT1H')
      console.log(credentials['apiKey']?.length, baseUrl, entries[0]?.answer.status, grades?.length, state.offsetMs)
    }
    export const told = (error: ControlError): string => error.code
    export const findings = (of: ProviderReport): readonly Finding[] => of.scenarios.flatMap((one) => one.findings)
    await test()
    export const report: Report = await runContracts()
    export const factories: (ProviderFactory | undefined)[] = []
    export const all = [contractSuite, defineContract, onePage, defineProvider, wholeList]
  `

  test.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])(
    'moduleResolution %s finds every type, those of dependencies too',
    async (moduleResolution, module) => {
      await consumer.write('program.mts', program)
      const options = [
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        'false',
        '--target',
        'es2022',
        '--lib',
        'esnext',
        '--types',
        'node',
      ]
      const ran = await consumer.node(
        compiler,
        ...options,
        ...['--module', module, '--moduleResolution', moduleResolution],
        'program.mts',
      )
      expect(ran).toEqual({ code: 0, stdout: '', stderr: '' })
    },
    60_000,
  )

  test('no further option is needed, whichever export is imported', async () => {
    const doors = ['orgmock', 'orgmock/suite', 'orgmock/contract', 'orgmock/mock']
    const files = doors.map((_, index) => `door${index}.mts`)
    for (const [index, door] of doors.entries()) {
      await consumer.write(`door${index}.mts`, `export * from '${door}'\n`)
      const ran = await consumer.node(
        compiler,
        ...['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', files[index] ?? ''],
      )
      expect(ran).toEqual({ code: 0, stdout: '', stderr: '' })
    }
  }, 60_000)

  test('a CommonJS file may require it', async () => {
    await consumer.write(
      'program.cts',
      `import { startMockServer } from 'orgmock'
      import mock = require('orgmock/mock')
      export const both = [startMockServer, mock.defineProvider]`,
    )
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
    expect(await consumer.node(compiler, ...options, 'program.cts')).toEqual({ code: 0, stdout: '', stderr: '' })
  }, 60_000)
})
