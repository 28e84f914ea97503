import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadErrataSubsets, loadProviderSpec, resolvePointer } from '../../src/spec/index.ts'
import { serializeReadings } from '../../src/spec/readings-file.ts'
import { directoryWith } from './directory.ts'

const fourxx = '/paths/~1user~1organizations/get/responses/4XX/content/application~1json/schema'

const small = {
  openapi: '3.1.0',
  info: { title: 'Acme', version: '1' },
  servers: [{ url: 'https://api.acme.example' }],
  paths: { '/orgs': { get: { responses: { '200': { description: '' } } } } },
  components: { schemas: { Org: { type: 'object' } } },
}

function overlay(actions: readonly object[]): string {
  return JSON.stringify({ overlay: '1.1.0', info: { title: 'Errata', version: '1' }, actions })
}

function action(id: string, target: string, change: object): object {
  return { target, 'x-erratum': id, 'x-basis': 'assumed', 'x-source': 'a test', description: 'A test.', ...change }
}

it('applies the named errata and no others', async () => {
  const subsets = await loadErrataSubsets('specs', 'cloudflare')
  const operation = subsets?.(['E-CF-004'])
  if (!operation) throw new Error('E-CF-004 does not apply alone')
  // E-CF-001 would have taken the first part of the allOf away.
  expect(resolvePointer(operation.document, `${fourxx}/allOf/1/properties/errors/minItems`)).toBe(1)
  expect(resolvePointer(operation.document, `${fourxx}/allOf/0`)).toBeDefined()
  expect(operation.reading).toBe('repaired')
})

it('applies all of them to the repaired document and none to the published one', async () => {
  for (const provider of ['cekura', 'cloudflare', 'cradl', 'nirvana']) {
    const { published, repaired, errata } = await loadProviderSpec('specs', provider)
    const subsets = await loadErrataSubsets('specs', provider)
    expect(subsets?.([])?.document).toEqual(published.document)
    // In whatever order they are named.
    expect(subsets?.(errata.map(({ id }) => id).reverse())?.document).toEqual(repaired.document)
  }
})

it('gives nothing for an erratum that builds on another one', async () => {
  const files = {
    'acme.openapi.yaml': JSON.stringify(small),
    'acme.overlay.yaml': overlay([
      action('E-AC-001', '$.components.schemas.Org', { update: { properties: { id: {} } } }),
      action('E-AC-002', '$.components.schemas.Org.properties.id', { update: { type: 'string' } }),
    ]),
  }
  const subsets = await loadErrataSubsets(directoryWith(files), 'acme')
  expect(subsets?.(['E-AC-002'])).toBeUndefined()
  const both = subsets?.(['E-AC-001', 'E-AC-002'])
  expect(both && resolvePointer(both.document, '/components/schemas/Org/properties/id')).toEqual({ type: 'string' })
})

it('gives the same beside compiled readings, whose document it takes', async () => {
  const [readSpec, readOverlay] = await Promise.all(
    ['openapi', 'overlay'].map((kind) => readFile(`specs/nirvana.${kind}.yaml`, 'utf8')),
  )
  const spec = await loadProviderSpec('specs', 'nirvana')
  const files = { 'nirvana.openapi.yaml': String(readSpec), 'nirvana.overlay.yaml': String(readOverlay) }
  const fromYaml = await loadErrataSubsets(directoryWith(files), 'nirvana')
  const compiled = { ...files, 'nirvana.openapi.yaml': 'not read', 'nirvana.json': serializeReadings(spec) }
  const fromCompiled = await loadErrataSubsets(directoryWith(compiled), 'nirvana')
  expect(fromCompiled?.(['E-NV-001'])).toEqual({ ...fromYaml?.(['E-NV-001']) })
  expect(fromCompiled?.(['E-NV-001'])?.document).not.toEqual(spec.repaired.document)
})

it('gives no subsets where there is no overlay or no YAML', async () => {
  expect(await loadErrataSubsets(directoryWith({ 'acme.openapi.yaml': JSON.stringify(small) }), 'acme')).toBeUndefined()
  expect(await loadErrataSubsets(directoryWith({}), 'acme')).toBeUndefined()
})

it('refuses a name that is no provider, and an overlay that is none at the first question', async () => {
  await expect(loadErrataSubsets('specs', '../cekura')).rejects.toThrow(/no provider id/)
  const files = { 'acme.openapi.yaml': JSON.stringify(small), 'acme.overlay.yaml': 'overlay: 2' }
  const subsets = await loadErrataSubsets(directoryWith(files), 'acme')
  expect(() => subsets?.([])).toThrow(/overlay/)
})

it('gives the same objects again until a file says something else', async () => {
  const directory = directoryWith({
    'acme.openapi.yaml': JSON.stringify(small),
    'acme.overlay.yaml': overlay([action('E-AC-001', '$.components.schemas.Org', { update: { minProperties: 1 } })]),
  })
  const first = await loadErrataSubsets(directory, 'acme')
  const second = await loadErrataSubsets(directory, 'acme')
  const repaired = first?.(['E-AC-001'])
  expect(second?.(['E-AC-001'])).toBe(repaired)
  // An id that no erratum has changes nothing.
  expect(second?.(['E-AC-001', 'E-AC-009'])).toBe(repaired)
  const changed = overlay([action('E-AC-001', '$.components.schemas.Org', { update: { minProperties: 2 } })])
  await writeFile(join(directory, 'acme.overlay.yaml'), changed)
  const third = (await loadErrataSubsets(directory, 'acme'))?.(['E-AC-001'])
  const minima = [repaired, third].map((operation) => {
    return operation && resolvePointer(operation.document, '/components/schemas/Org/minProperties')
  })
  expect(minima).toEqual([1, 2])
})
