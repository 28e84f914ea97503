import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, describe, expect, test } from 'vitest'
import { compileProviderSpec } from '../../src/spec/compile.ts'
import {
  isWithin,
  type Json,
  type JsonObject,
  listProviders,
  loadProviderSpec,
  locate,
  type ProviderSpec,
  resolvePointer,
  splitPointer,
} from '../../src/spec/index.ts'
import { readSources } from '../../src/spec/provider-files.ts'
import { writeReadings } from '../../src/spec/readings.ts'
import { differences } from './differences.ts'
import { directoryWith } from './directory.ts'

const SPECS = fileURLToPath(new URL('../../specs', import.meta.url))

/** Written by hand from the documents: base URL, path, parameters, statuses, schemes. */
const OPERATIONS = {
  cekura: {
    title: 'Cekura API',
    hosts: ['api.cekura.ai'],
    basePath: '',
    path: '/user/organizations/',
    parameters: [],
    statuses: ['200'],
    schemes: [['apiKey']],
  },
  cloudflare: {
    title: 'Cloudflare API',
    hosts: ['api.cloudflare.com'],
    basePath: '/client/v4',
    path: '/user/organizations',
    parameters: ['name', 'page', 'per_page', 'order', 'direction', 'match', 'status'],
    statuses: ['200', '4XX'],
    schemes: [['apiKey', 'apiKey']],
  },
  cradl: {
    title: 'Cradl API',
    hosts: ['api.cradl.ai', 'auth.cradl.ai'],
    basePath: '/v1',
    path: '/organizations',
    parameters: ['nextToken', 'maxResults'],
    statuses: ['200', '400', '403', '404', '415', '500'],
    schemes: [['oauth2']],
  },
  nirvana: {
    title: 'Nirvana Labs API',
    hosts: ['api.nirvanalabs.io'],
    basePath: '',
    path: '/v1/organizations',
    parameters: ['cursor', 'limit'],
    statuses: ['200'],
    schemes: [['http']],
  },
} as const

const specs = new Map<string, ProviderSpec>()

beforeAll(async () => {
  for (const provider of Object.keys(OPERATIONS)) {
    specs.set(provider, compileProviderSpec(await readSources(SPECS, provider)))
  }
})

function specOf(provider: string): ProviderSpec {
  const spec = specs.get(provider)
  if (!spec) throw new Error(`no spec of ${provider}`)
  return spec
}

test('describes exactly the four providers', async () => {
  expect(await listProviders(SPECS)).toEqual(Object.keys(OPERATIONS))
})

test('names every erratum once, in all of the overlays', () => {
  const ids = [...specs.values()].flatMap(({ errata }) => errata.map(({ id }) => id))
  expect(ids.length).toBeGreaterThan(0)
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each(Object.entries(OPERATIONS))('%s', (provider, documented) => {
  test('publishes the documented operation', () => {
    const { published } = specOf(provider)
    expect({
      title: published.title,
      hosts: published.hosts,
      basePath: published.basePath,
      path: published.path,
      parameters: published.parameters.map(({ name }) => name),
      statuses: published.responses.map(({ status }) => status),
      schemes: published.security.map((all) => all.map(({ scheme }) => scheme.type)),
    }).toEqual(documented)
  })

  test('differs between its readings exactly where the ledger says', () => {
    const { published, repaired, errata } = specOf(provider)
    const ledger = errata.flatMap(({ pointers }) => pointers)
    const changed = differences(published.document, repaired.document)
    expect(changed.filter((at) => !ledger.some((pointer) => isWithin(at, pointer)))).toEqual([])
    // What an erratum removed inside an array that another one shortened has no pointer of its own in either document.
    const covered = (pointer: string) => changed.some((at) => isWithin(at, pointer) || isWithin(pointer, at))
    expect(ledger.filter((pointer) => !covered(pointer))).toEqual([])
  })

  test('keeps in both readings whatever the ledger does not name', () => {
    const { published, repaired, errata } = specOf(provider)
    const ledger = errata.flatMap(({ pointers }) => pointers)
    const kept = leaves(published.document).filter((at) => !ledger.some((pointer) => isWithin(at, pointer)))
    expect(kept.length).toBeGreaterThan(100)
    for (const at of kept) expect(resolvePointer(repaired.document, at)).toBe(resolvePointer(published.document, at))
  })

  test('gives each erratum a number of its own, a reason and a source', () => {
    for (const { id, reason, source, pointers, target } of specOf(provider).errata) {
      expect(id).toMatch(/^E-[A-Z]{2}-\d{3}$/)
      expect([reason.length > 20, source.length > 5, pointers.length > 0, target.startsWith('$.')]).toEqual(
        Array(4).fill(true),
      )
    }
  })

  test('reads the same from compiled readings as from YAML', async () => {
    const output = directoryWith({})
    await writeReadings(SPECS, output)
    expect(await loadProviderSpec(output, provider)).toEqual(specOf(provider))
  })

  test.each(['published', 'repaired'] as const)('is a valid OpenAPI document as %s', async (reading) => {
    const document: Record<string, unknown> = structuredClone(specOf(provider)[reading].document)
    expect(await new Validator().validate(document)).toEqual({ valid: true })
  })

  test('finds the line of every pointer of the ledger: in the overlay what it wrote, in the spec what it removed', async () => {
    const { repaired, errata } = specOf(provider)
    for (const pointer of errata.flatMap(({ pointers }) => pointers)) {
      const place = await locate(SPECS, provider, pointer)
      if (!place) throw new Error(`${pointer} has no place`)
      const line = readFileSync(place.file, 'utf8').split('\n')[place.line - 1] ?? ''
      const name = splitPointer(pointer).at(-1)
      expect(line.slice(place.column - 1).replace(/^["']/, '')).toMatch(new RegExp(`^${name}\\b`))
      const isGone = resolvePointer(repaired.document, pointer) === undefined
      if (isGone) expect(place.file).toMatch(/openapi\.yaml$/)
    }
  })
})

function leaves(value: Json, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at]
  const members = Object.entries(value as JsonObject)
  return members.flatMap(([key, member]) => leaves(member, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
}
