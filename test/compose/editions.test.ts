import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  findProviders,
  type Logger,
  loadSpec,
  type MockServer,
  runContracts,
  startMockServer,
} from '../../src/compose/index.ts'
import { orgmockHere } from '../support/command-line.ts'
import { ask } from '../support/http.ts'

const lines: object[] = []
const keep = (line: object) => {
  lines.push(line)
}
const logger = { info: keep, warn: keep, error: keep, isLevelEnabled: () => true } as unknown as Logger

let mixed: MockServer
beforeAll(async () => {
  mixed = await startMockServer({ edition: 'latest', providers: { cekura: { edition: 'documents' } }, logger })
})
afterAll(() => mixed.close())

const nirvana = '/api.nirvanalabs.io/v1/organizations'
const bearer = (server: MockServer) => ({ Authorization: `Bearer ${server.credentials('nirvana')['apiKey']}` })
const lastNote = async (server: MockServer) => (await server.requests({ provider: 'nirvana' })).at(-1)?.note

test('a server serves the edition that it is told, and of one provider what that one is told', () => {
  expect(mixed.providers.map(({ id, edition }) => [id, edition])).toEqual([
    ['cekura', 'documents'],
    ['cloudflare', 'documents'],
    ['cradl', 'documents'],
    ['nirvana', 'latest'],
  ])
})

test('providers without a later edition are named once', () => {
  expect(lines.filter((line) => 'providers' in line)).toEqual([{ providers: ['cloudflare', 'cradl'] }])
})

test.each([
  ['sort=name:asc', '`sort` is ignored: Nirvana has it since 2026-08-19; --edition latest serves it'],
  [
    'type=company&name=a',
    '`name`, `type` are ignored: Nirvana has them since 2026-08-19; --edition latest serves them',
  ],
  ['limit=10', undefined],
  ['sorted=1&limit=10', undefined],
])('in the documents’ edition the journal and the log say of %s what is ignored', async (query, note) => {
  const logged: { readonly note?: string }[] = []
  const info = (line: object) => logged.push(line)
  await using server = await startMockServer({ only: ['nirvana'], logger: { ...logger, info } as unknown as Logger })
  expect((await ask(server.url, `${nirvana}?${query}`, { headers: bearer(server) })).status).toBe(200)
  expect(await lastNote(server)).toBe(note)
  expect(logged.map((line) => line.note)).toEqual([note])
})

test('in the latest edition nothing is ignored', async () => {
  await ask(mixed.url, `${nirvana}?sort=name:asc`, { headers: bearer(mixed) })
  expect(await lastNote(mixed)).toBeUndefined()
})

describe('the contract', () => {
  test.each([
    [0, 1],
    [21, 42],
  ])(
    'is kept by the latest edition with %i organizations, seed %i',
    async (count, seed) => {
      const { providers } = await runContracts({ providers: ['nirvana', 'cekura'], edition: 'latest', count, seed })
      expect(providers.map(({ provider, verdict }) => [provider, verdict])).toEqual([
        ['cekura', 'kept'],
        ['cekura /user/v2/organizations/', 'kept'],
        ['nirvana', 'kept'],
      ])
      expect(providers.flatMap(({ scenarios }) => scenarios.flatMap(({ findings }) => findings))).toEqual([])
    },
    30_000,
  )

  test('takes the edition that a server of ours says it serves', async () => {
    const { providers } = await runContracts({ providers: ['nirvana', 'cekura'], target: mixed.url, laws: ['query'] })
    expect(providers.map(({ provider, edition, verdict }) => [provider, edition, verdict])).toEqual([
      ['cekura', undefined, 'not-checked'],
      ['nirvana', 'latest', 'kept'],
    ])
  })

  test('breaks where the other edition is served', async () => {
    const laws = ['http/first-page']
    const { providers } = await runContracts({ providers: ['nirvana'], edition: 'documents', target: mixed.url, laws })
    const found = providers[0]?.scenarios.flatMap(({ findings }) => findings.map(({ severity, at }) => [severity, at]))
    expect(found).toContainEqual(['violation', '/items/0'])
    expect(found).toContainEqual(['drift', '/items/0/billing_state'])
  })
})

describe('the command line', () => {
  test('check says once of which providers there is no later edition', async () => {
    const { code, stderr } = await orgmockHere(
      ['check', 'nirvana', 'cradl', '--edition', 'latest', '--law', 'http/first-page', '--report', 'json'],
      {},
    )
    expect(code).toBe(0)
    expect(stderr).toBe("orgmock: of cradl latest is the documents' edition\n")
  })

  test('another edition is refused in one line', async () => {
    const { code, stderr } = await orgmockHere(['check', 'nirvana', '--edition', 'newest'])
    expect([code, stderr]).toEqual([2, 'orgmock: --edition must be one of documents, latest, not "newest"\n'])
  })

  test('specs show prints the latest edition, and explain says since when', async () => {
    const shown = await orgmockHere(['specs', 'show', 'nirvana', '--edition', 'latest'])
    expect(shown.stdout).toContain('billing_state_since:')
    expect(shown.stdout).not.toContain('metronome')
    const { stdout } = await orgmockHere(['explain', 'E-NV-103'])
    expect(stdout).toMatch(/^E-NV-103 {2}change of 2026-08-19 to specs\/nirvana\.openapi\.yaml/)
  })
})

test('a program can load either edition of a document', async () => {
  const [files] = await findProviders([], ['nirvana'])
  if (files === undefined) throw new Error('nirvana is there')
  expect((await loadSpec(files)).edition).toBe('documents')
  expect((await loadSpec(files, 'latest')).edition).toBe('latest')
})
