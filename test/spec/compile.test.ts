import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { compileProviderSpec } from '../../src/spec/compile.ts'
import { ACME, acmeWith } from './acme-fixture.ts'
import { overlayOf, REASONED } from './overlay-fixture.ts'
import { refusalOf } from './refusal.ts'

const SPEC = { provider: 'acme', specFile: 'specs/acme.openapi.yaml', specText: stringify(ACME) }
const BOUND = { ...REASONED, target: '$.components.schemas.Page', update: { maximum: 9 } }

test('gives two readings and the ledger between them', () => {
  const spec = compileProviderSpec({
    ...SPEC,
    overlayFile: 'specs/acme.overlay.yaml',
    overlayText: stringify({ ...overlayOf(BOUND), extends: './acme.openapi.yaml' }),
  })
  expect(spec.provider).toBe('acme')
  expect([spec.published.reading, spec.repaired.reading]).toEqual(['published', 'repaired'])
  expect(spec.published.document).toEqual(ACME)
  expect(spec.published.parameters[1]?.schema).toEqual({ type: 'integer', minimum: 1 })
  expect(spec.repaired.parameters[1]?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 9 })
  expect(spec.errata.map(({ id, pointers }) => [id, pointers])).toEqual([
    ['E-AC-001', ['/components/schemas/Page/maximum']],
  ])
})

test('gives two equal documents and no errata without an overlay', () => {
  const spec = compileProviderSpec(SPEC)
  expect(spec.repaired.document).toEqual(spec.published.document)
  expect(spec.errata).toEqual([])
})

test('freezes everything', () => {
  const spec = compileProviderSpec({ ...SPEC, overlayText: stringify(overlayOf(BOUND)) })
  const parts = [spec, spec.errata, spec.errata[0], spec.errata[0]?.pointers, spec.published, spec.repaired.document]
  expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true))
})

test('names the spec in a fault of the spec', async () => {
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, specText: 'a: [\n' }))).toMatch(
    /^YAML_SYNTAX specs\/acme\.openapi\.yaml:2:1: /,
  )
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, specText: '' }))).toBe(
    'DOCUMENT_SHAPE specs/acme.openapi.yaml: must be an object, not null',
  )
})

test('names the overlay in a fault of the overlay', async () => {
  const overlayText = stringify(overlayOf({ ...BOUND, target: '$.components.schemas.Pages' }))
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, overlayText }))).toBe(
    'OVERLAY_NO_MATCH acme.overlay.yaml#/actions/0: target $.components.schemas.Pages matches nothing',
  )
  expect(
    await refusalOf(() =>
      compileProviderSpec({ ...SPEC, overlayFile: 'specs/acme.overlay.yaml', overlayText: 'a: 1\na: 2' }),
    ),
  ).toBe('YAML_SYNTAX specs/acme.overlay.yaml:2:1: Map keys must be unique')
})

test('refuses an overlay of another document', async () => {
  const overlayText = stringify({ ...overlayOf(BOUND), extends: './other.openapi.yaml' })
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, overlayText }))).toBe(
    'OVERLAY_SHAPE acme.overlay.yaml#/extends: must be ./acme.openapi.yaml, not ./other.openapi.yaml',
  )
})

test('says that it was the repaired document which does not fit', async () => {
  const overlayText = stringify(overlayOf({ ...REASONED, target: '$.info.title', remove: true }))
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, overlayText }))).toBe(
    'DOCUMENT_SHAPE specs/acme.openapi.yaml (repaired)#/info: title is missing',
  )
})

test('refuses a published document that does not fit although the overlay would mend it', async () => {
  const specText = stringify(acmeWith(['info', 'title'], undefined))
  const overlayText = stringify(overlayOf({ ...REASONED, target: '$.info', update: { title: 'Acme' } }))
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, specText, overlayText }))).toBe(
    'DOCUMENT_SHAPE specs/acme.openapi.yaml#/info: title is missing',
  )
})

test('refuses a $ref of a schema that leads nowhere, which nobody would follow until a body is judged', async () => {
  const text = stringify({
    ...ACME,
    components: {
      ...ACME.components,
      schemas: { ...ACME.components.schemas, List: { type: 'array', items: { $ref: '#/components/schemas/Nope' } } },
    },
  })
  expect(await refusalOf(() => compileProviderSpec({ ...SPEC, specText: text }))).toBe(
    'REF_UNRESOLVED specs/acme.openapi.yaml#/components/schemas/List/items: $ref #/components/schemas/Nope names nothing',
  )
})
