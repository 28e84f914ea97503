import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'
import { ownDirectory } from '../../src/compose/own-package.ts'
import { repositoryPath } from '../../src/compose/repository-path.ts'
import { reporters } from '../../src/contract/index.ts'
import { serving } from './leaking-server.ts'

let repository: string
beforeEach(async () => {
  repository = await mkdtemp(path.join(tmpdir(), 'orgmock-repository-'))
  await mkdir(path.join(repository, '.git'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(repository, { recursive: true })
})

test.each([
  ['from the root of the repository', '.'],
  ['from a folder of it', 'tools/ci'],
])("a user's provider is named from the root of the repository on: %s", (_, folder) => {
  vi.spyOn(process, 'cwd').mockReturnValue(path.join(repository, folder))
  const directory = path.join(repository, 'tools', 'fakes')
  const file = path.join(directory, 'specs', 'acme.openapi.yaml')
  expect(repositoryPath(file, directory)).toBe('tools/fakes/specs/acme.openapi.yaml')
})

test('a provider of ours, and one outside of the repository, is named from its own directory on', () => {
  vi.spyOn(process, 'cwd').mockReturnValue(repository)
  expect(repositoryPath(path.join(ownDirectory, 'specs', 'cradl.overlay.yaml'), ownDirectory)).toBe(
    'specs/cradl.overlay.yaml',
  )
  expect(repositoryPath('/srv/fakes/specs/acme.openapi.yaml', '/srv/fakes')).toBe('specs/acme.openapi.yaml')
})

test('annotations, SARIF and the JSON report name the file so, also for findings about no clause', async () => {
  const environment = { ACME_USER: 'somebody', ACME_PASSWORD: 'k_0123456789abcdef0123' }
  const report = await serving(
    (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"nothing": "of it"}'),
    (url) =>
      runContracts({
        providers: ['acme'],
        providerDirectories: ['test/fixtures/acme'],
        baseUrl: url,
        environment,
        laws: ['http/first-page', 'authentication/missing'],
      }),
  )
  const document = 'test/fixtures/acme/specs/acme.openapi.yaml'
  expect(report.providers[0]?.document).toBe(document)
  expect(reporters.github(report)).toContain(`file=${document},`)
  const [run] = JSON.parse(reporters.sarif(report)).runs as [
    { results: { locations: [{ physicalLocation: object }] }[] },
  ]
  expect(run.results.length).toBeGreaterThan(0)
  for (const { locations } of run.results) {
    expect(locations[0].physicalLocation).toMatchObject({ artifactLocation: { uri: document } })
  }
})
