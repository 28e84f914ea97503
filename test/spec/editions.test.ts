import { expect, test } from 'vitest'
import { listProviders, loadProviderSpec, locate } from '../../src/spec/index.ts'
import { writeReadings } from '../../src/spec/readings.ts'
import { directoryWith } from './directory.ts'
import { refusalOf } from './refusal.ts'

const document = `openapi: 3.1.0
info: { title: Acme API, version: v1 }
servers: [{ url: https://api.acme.test }]
paths:
  /things:
    get:
      responses: { '200': { description: Things. } }
`
const change = `overlay: 1.1.0
info: { title: Acme since, version: 1.0.0 }
extends: ./acme.openapi.yaml
actions:
  - target: $.paths['/things'].get
    x-erratum: E-AC-101
    x-basis: observed
    x-since: '2026-08-19'
    x-source: its client
    description: The list has an order.
    update:
      parameters:
        - { name: sort, in: query, schema: { type: string } }
`
const further = `${change}  - target: $.paths
    x-erratum: E-AC-102
    x-basis: observed
    x-since: '2026-08'
    x-source: its client
    description: There is a second list.
    update:
      /v2/things:
        get:
          responses: { '200': { description: Things. } }
`
const names = (parameters: readonly { readonly name: string }[]) => parameters.map(({ name }) => name)

test('the documents’ edition has nothing of the latest, and knows what it lacks', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': document, 'acme.latest.overlay.yaml': change })
  const { edition, repaired, later, errata } = await loadProviderSpec(directory, 'acme')
  expect({ edition, later, errata }).toEqual({
    edition: 'documents',
    later: [{ name: 'sort', since: '2026-08-19' }],
    errata: [],
  })
  expect(repaired.parameters).toEqual([])
})

test('the latest edition is the repaired document with its changes, and each says since when', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': document, 'acme.latest.overlay.yaml': further })
  const {
    edition,
    published,
    repaired,
    further: lists,
    later,
    errata,
  } = await loadProviderSpec(directory, 'acme', 'latest')
  expect(edition).toBe('latest')
  expect(later).toEqual([])
  expect(published.parameters).toEqual([])
  expect(names(repaired.parameters)).toEqual(['sort'])
  expect(lists.map(({ path }) => path)).toEqual(['/v2/things'])
  expect(errata.map(({ id, since }) => [id, since])).toEqual([
    ['E-AC-101', '2026-08-19'],
    ['E-AC-102', '2026-08'],
  ])
})

test('without a latest overlay the latest edition is that of the documents', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': document })
  expect(await loadProviderSpec(directory, 'acme', 'latest')).toBe(await loadProviderSpec(directory, 'acme'))
  expect((await loadProviderSpec(directory, 'acme', 'latest')).edition).toBe('documents')
})

test('both editions come out of the build as they are', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': document, 'acme.latest.overlay.yaml': further })
  const output = directoryWith({})
  expect(await writeReadings(directory, output)).toEqual(['acme'])
  expect(await listProviders(output)).toEqual(['acme'])
  for (const edition of ['documents', 'latest'] as const) {
    expect(await loadProviderSpec(output, 'acme', edition)).toEqual(await loadProviderSpec(directory, 'acme', edition))
  }
  const plain = directoryWith({})
  await writeReadings(directoryWith({ 'acme.openapi.yaml': document }), plain)
  expect((await loadProviderSpec(plain, 'acme', 'latest')).edition).toBe('documents')
})

test('a change is found in the file that it is written in', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': document, 'acme.latest.overlay.yaml': change })
  const place = await locate(directory, 'acme', '/paths/~1things/get/parameters/0', 'repaired', 'latest')
  expect(place).toMatchObject({ file: expect.stringMatching(/acme\.latest\.overlay\.yaml$/), line: 13 })
})

test.each([
  ['x-since is missing', change.replace("    x-since: '2026-08-19'\n", '')],
  ['must be a day such as 2026-07-08 or a month such as 2026-08', change.replace('2026-08-19', 'August')],
])('a change is refused: %s', async (reason, overlay) => {
  const directory = directoryWith({ 'acme.openapi.yaml': document, 'acme.latest.overlay.yaml': overlay })
  expect(await refusalOf(() => loadProviderSpec(directory, 'acme'))).toContain(reason)
})

test('a latest overlay needs its document', async () => {
  const directory = directoryWith({ 'acme.latest.overlay.yaml': change })
  expect(await refusalOf(() => listProviders(directory))).toContain('there is no acme.openapi.yaml beside it')
})

test('errata may not add a second list', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': document, 'acme.overlay.yaml': further })
  expect(await refusalOf(() => loadProviderSpec(directory, 'acme'))).toContain('exactly one operation')
})
