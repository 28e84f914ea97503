import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { compileProviderSpec } from '../../src/spec/compile.ts'
import { listProviders, loadProviderSpec } from '../../src/spec/index.ts'
import { writeReadings } from '../../src/spec/readings.ts'
import { serializeReadings } from '../../src/spec/readings-file.ts'
import { ACME } from './acme-fixture.ts'
import { directoryWith } from './directory.ts'
import { overlayOf, REASONED } from './overlay-fixture.ts'
import { refusalOf } from './refusal.ts'

const SPEC_TEXT = stringify(ACME)
const COMPILED = serializeReadings(
  compileProviderSpec({ provider: 'acme', specFile: 'acme.openapi.yaml', specText: SPEC_TEXT }),
)
const OVERLAY_TEXT = stringify(overlayOf({ ...REASONED, target: '$.components.schemas.Page', update: { maximum: 9 } }))

test('lists providers by their specs and compiled readings, sorted, each once', async () => {
  const directory = directoryWith({
    'zeta.openapi.yaml': '',
    'acme-2.openapi.yaml': '',
    'acme-2.overlay.yaml': '',
    'acme-2.json': '',
    'beta.json': '',
    'README.md': '',
  })
  expect(await listProviders(directory)).toEqual(['acme-2', 'beta', 'zeta'])
})

test('loads YAML, with or without an overlay', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': SPEC_TEXT })
  expect((await loadProviderSpec(directory, 'acme')).errata).toEqual([])
  const repaired = directoryWith({ 'acme.openapi.yaml': SPEC_TEXT, 'acme.overlay.yaml': OVERLAY_TEXT })
  expect((await loadProviderSpec(repaired, 'acme')).errata).toHaveLength(1)
})

test('loads from compiled readings the same as from YAML, and just as frozen', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': SPEC_TEXT, 'acme.overlay.yaml': OVERLAY_TEXT })
  const output = join(directoryWith({}), 'made', 'on-demand')
  expect(await writeReadings(directory, output)).toEqual(['acme'])
  expect(readdirSync(output)).toEqual(['acme.json'])
  const compiled = await loadProviderSpec(output, 'acme')
  expect(compiled).toEqual(await loadProviderSpec(directory, 'acme'))
  expect([compiled, compiled.errata[0], compiled.repaired.document].every((part) => Object.isFrozen(part))).toBe(true)
})

test('prefers compiled readings to YAML', async () => {
  const output = directoryWith({ 'acme.openapi.yaml': 'broken: [' })
  await writeReadings(directoryWith({ 'acme.openapi.yaml': SPEC_TEXT }), output)
  expect((await loadProviderSpec(output, 'acme')).published.title).toBe('Acme API')
})

test.each([
  ['YAML', { 'acme.openapi.yaml': SPEC_TEXT }, { 'acme.openapi.yaml': SPEC_TEXT.replace('Acme API', 'Acme API 2') }],
  ['compiled readings', { 'acme.json': COMPILED }, { 'acme.json': COMPILED.replaceAll('"Acme API"', '"Acme API 2"') }],
])('gives the same object again until the %s says something else', async (_, before, after) => {
  const directory = directoryWith(before)
  const first = await loadProviderSpec(directory, 'acme')
  expect(await loadProviderSpec(directory, 'acme')).toBe(first)
  for (const [name, text] of Object.entries(after)) writeFileSync(join(directory, name), text)
  const second = await loadProviderSpec(directory, 'acme')
  expect([first.published.title, second.published.title]).toEqual(['Acme API', 'Acme API 2'])
})

test('does not remember a refusal', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': 'openapi: 3.1.0' })
  await expect(loadProviderSpec(directory, 'acme')).rejects.toThrow(/acme\.openapi\.yaml/)
  await expect(loadProviderSpec(directory, 'acme')).rejects.toThrow(/acme\.openapi\.yaml/)
  writeFileSync(join(directory, 'acme.openapi.yaml'), SPEC_TEXT)
  expect((await loadProviderSpec(directory, 'acme')).published.title).toBe('Acme API')
})

test.each([
  ['acme', 'FILE_MISSING DIRECTORY/acme.openapi.yaml: is missing; every provider needs one'],
  ['../acme', 'PROVIDER_ID DIRECTORY: "../acme" is no provider id: lower-case letters, digits and single hyphens'],
  ['Acme', 'PROVIDER_ID DIRECTORY: "Acme" is no provider id: lower-case letters, digits and single hyphens'],
  ['', 'PROVIDER_ID DIRECTORY: "" is no provider id: lower-case letters, digits and single hyphens'],
])('refuses to load %j where it is not', async (provider, message) => {
  const directory = directoryWith({})
  const refusal = await refusalOf(() => loadProviderSpec(directory, provider))
  expect(refusal.replace(directory, 'DIRECTORY')).toBe(message)
})

test.each([
  ['{', 'READINGS_INVALID DIRECTORY/acme.json: is not JSON; run npm run build'],
  ['null', 'READINGS_INVALID DIRECTORY/acme.json: holds no readings of this version; run npm run build'],
  [
    '{"format":0,"published":{},"repaired":{},"errata":[]}',
    'READINGS_INVALID DIRECTORY/acme.json: holds no readings of this version; run npm run build',
  ],
  ['{"format":1}', 'READINGS_INVALID DIRECTORY/acme.json: holds no readings of this version; run npm run build'],
])('refuses compiled readings that read %s', async (text, message) => {
  const directory = directoryWith({ 'acme.json': text })
  const refusal = await refusalOf(() => loadProviderSpec(directory, 'acme'))
  expect(refusal.replace(directory, 'DIRECTORY')).toBe(message)
})

test.each([
  [
    'Acme.openapi.yaml',
    'PROVIDER_ID DIRECTORY: "Acme" is no provider id: lower-case letters, digits and single hyphens',
  ],
  ['acme.overlay.yaml', 'FILE_MISSING DIRECTORY/acme.overlay.yaml: there is no acme.openapi.yaml beside it'],
])('refuses to list a directory with %s alone', async (name, message) => {
  const directory = directoryWith({ [name]: '' })
  expect((await refusalOf(() => listProviders(directory))).replace(directory, 'DIRECTORY')).toBe(message)
})

test('refuses to list a directory that is not there', async () => {
  const directory = join(directoryWith({}), 'missing')
  expect(await refusalOf(() => listProviders(directory))).toBe(`FILE_MISSING ${directory}: cannot be read`)
})

test('opens neither the YAML nor the JSONPath library from the door of the room', () => {
  const seen = new Set<string>()
  const packages = new Set<string>()
  visit('index.ts')
  expect([...packages].filter((name) => !name.startsWith('node:'))).toEqual([])
  expect(seen).not.toContain('compile.ts')

  function visit(file: string): void {
    if (seen.has(file)) return
    seen.add(file)
    const source = readFileSync(new URL(`../../src/spec/${file}`, import.meta.url), 'utf8')
    for (const [, specifier = ''] of source.matchAll(/^(?:import|export) (?!type )[^'()]*? from '([^']+)'$/gm)) {
      if (specifier.startsWith('./')) visit(specifier.slice(2))
      else packages.add(specifier)
    }
  }
})
