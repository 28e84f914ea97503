import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
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
        'dist/THIRD-PARTY-LICENSES',
        'dist/src/cli/main.js',
        ...['compose/index', 'compose/suite', 'contract/index', 'mock/index', 'testcontainers/index'].flatMap((door) =>
          ['js', 'cjs', 'd.ts', 'd.cts'].map((end) => `dist/src/${door}.${end}`),
        ),
        'dist/src/compose/vitest.js',
        'dist/src/compose/vitest.d.ts',
        ...['cekura', 'cloudflare', 'cradl', 'nirvana'].flatMap((id) => [
          `dist/specs/${id}.json`,
          `dist/specs/${id}.openapi.yaml`,
          `dist/specs/${id}.overlay.yaml`,
        ]),
      ]),
    )
  })

  test('holds nothing else than those, and chunks of the programs', () => {
    const known = [
      /^(LICENSE|README\.md|package\.json|dist\/THIRD-PARTY-LICENSES)$/,
      /^dist\/specs\/[a-z]+\.(latest\.)?(json|openapi\.yaml|overlay\.yaml|drifts\.yaml)$/,
      /^dist\/src\/(cli\/main|compose\/index|compose\/suite|contract\/index|mock\/index|testcontainers\/index)\.c?js$/,
      /^dist\/src\/compose\/vitest\.js$/,
      /^dist\/ui\/[\w.-]+\.(html|js|css|svg)$/,
      /^dist\/ui\/reference\/swagger-ui(\.css|-bundle\.js(\.LICENSE\.txt)?)$/,
      /^dist\/src\/(chunks|late)\/[\w.-]+\.cjs$/,
      /^dist\/src\/compose\/provider-imports-hook\.mjs$/,
      /^dist\/src\/(compose|contract|mock|options|scaffold|scorecard|self-test|server|shape|spec|testcontainers)\/[\w/-]+\.d\.c?ts$/,
    ]
    expect(consumer.files.filter((file) => !known.some((form) => form.test(file)))).toEqual([])
  })

  // 1.3 MB, 0.5 MB for what shows the reference (swagger-ui-dist: 1.9 MB unpacked), 50 KB for the page.
  test('is small: 1.85 MB packed at most', () => {
    expect(consumer.tarballBytes).toBeLessThan(1_850_000)
  })

  test('names the licence of every package whose code is in it', async () => {
    const text = await consumer.read('node_modules/orgmock/dist/THIRD-PARTY-LICENSES')
    const titles = text.match(/^\S+ \d[\w.-]* \(.+\)(?=\n-+\n)/gm) ?? []
    const names = titles.map((title) => title.slice(0, title.indexOf(' ')))
    expect(names).toEqual(
      expect.arrayContaining([
        '@faker-js/faker',
        'ajv',
        'ajv-formats',
        'commander',
        'express',
        'pino',
        'router',
        'swagger-ui-dist',
        'yaml',
      ]),
    )
    expect(text).toContain('Copyright (c) 2009-2014 TJ Holowaychuk <tj@vision-media.ca>')
    expect(titles.filter((title) => /GPL|UNLICENSED|undefined/.test(title))).toEqual([])
  })

  test('has nothing that publint minds', async () => {
    const ran = await consumer.node(await programOf('publint'), 'run', '--strict', consumer.tarball)
    expect(ran.stdout + ran.stderr).toContain('All good!')
    expect(ran.code).toBe(0)
  }, 60_000)

  test('has types that are right for every way to import it', async () => {
    const judge = async (...flags: string[]) =>
      consumer.node(await programOf('@arethetypeswrong/cli'), consumer.tarball, ...flags)
    const ran = await judge('--profile', 'node16', '--exclude-entrypoints', 'vitest')
    expect(ran.code, ran.stdout).toBe(0)
    // vitest is an ES module alone, and so is what extends it.
    const fixture = await judge('--profile', 'esm-only', '--entrypoints', 'vitest')
    expect(fixture.code, fixture.stdout).toBe(0)
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

  test('import and require give the same classes and functions', async () => {
    await consumer.write(
      'both.mjs',
      `import { createRequire } from 'node:module'
      const require = createRequire(import.meta.url)
      for (const door of ['orgmock', 'orgmock/suite', 'orgmock/contract', 'orgmock/mock']) {
        const [imported, required] = [await import(door), require(door)]
        const names = Object.keys(imported)
        console.log(door, names.length > 0 && names.every((name) => imported[name] === required[name]))
      }`,
    )
    expect(await consumer.node('both.mjs')).toEqual({
      code: 0,
      stdout: 'orgmock true\norgmock/suite true\norgmock/contract true\norgmock/mock true\n',
      stderr: '',
    })
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

describe('npx', () => {
  test('serves in a folder that has the package and nothing else, and ends with it', async () => {
    const environment = { PATH: process.env['PATH'], HOME: consumer.directory }
    const child = spawn('npx', ['--no-install', 'orgmock', 'serve', '--port', '0'], {
      cwd: consumer.directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'close')
    const [first] = (await once(child.stdout, 'data')) as [Buffer]
    const [, url = ''] = /^orgmock listening on (\S+)$/m.exec(String(first)) ?? []
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    child.kill('SIGTERM')
    await ended
    // npx ends first; the server looks every 200 ms whether it still has a parent.
    await vi.waitFor(() => expect(fetch(`${url}/healthz`)).rejects.toThrow(), { timeout: 10_000 })
  }, 60_000)
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
      const known: string = own.credentials('cloudflare').apiKey + own.credentials('cloudflare').apiEmail
      const cradl: { readonly clientId: string; readonly clientSecret: string } = own.credentials('cradl')
      const keys: string = own.credentials('cekura').apiKey + own.credentials('nirvana').apiKey
      const { clientSecret }: { readonly clientSecret: string } = own.tenant({ provider: 'cradl' }).credentials
      // @ts-expect-error Cloudflare's credential has no such part.
      own.credentials('cloudflare').clientId
      // @ts-expect-error There is no such provider.
      own.baseUrl('cloudfare')
      // @ts-expect-error There is no such provider.
      own.credentials('cloudfare')
      // @ts-expect-error There is no such provider.
      own.tenant({ provider: 'cloudfare' })
      await using mine = await startMockServer({ providerDirectories: ['providers'] })
      console.log(known, cradl, keys, clientSecret, mine.baseUrl('mine'), mine.credentials('mine')['apiKey'])
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

  test.each(['node16', 'nodenext'])(
    'a CommonJS file may require it, under module %s',
    async (module) => {
      await consumer.write(
        'program.cts',
        `import { startMockServer } from 'orgmock'
      import contract = require('orgmock/contract')
      import mock = require('orgmock/mock')
      import suite = require('orgmock/suite')
      export const all = [startMockServer, mock.defineProvider, contract.defineContract, suite.contractSuite]
      export type Faker = ReturnType<mock.FakeSource['stream']>
      export const name = (faker: Faker): string => faker.person.fullName()
      // @ts-expect-error A port is a number.
      startMockServer({ port: '8080' })`,
      )
      const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', module, '--target', 'es2022']
      const libraries = ['--lib', 'esnext', '--types', 'node']
      const ran = await consumer.node(compiler, ...options, ...libraries, 'program.cts')
      expect(ran).toEqual({ code: 0, stdout: '', stderr: '' })
    },
    60_000,
  )
})
