import { expect, test } from 'vitest'
import { readActions } from '../../src/spec/overlay-actions.ts'
import type { Json } from '../../src/spec/types.ts'
import { overlayOf, REASONED } from './overlay-fixture.ts'
import { refusalOf } from './refusal.ts'

const REMOVE = { target: '$.a', remove: true }
const ACTION = { ...REASONED, ...REMOVE }

function read(value: Json, specFileName?: string) {
  return readActions({ file: 'acme.overlay.yaml', pointer: '', value }, specFileName)
}

function except(value: { readonly [key: string]: Json }, key: string): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

test('groups consecutive actions of one erratum', () => {
  const second = { ...REASONED, ...REMOVE, 'x-erratum': 'E-AC-002' }
  const groups = read(overlayOf(ACTION, { ...REMOVE, 'x-erratum': 'E-AC-001' }, second))
  expect(groups.map(({ id, actions }) => [id, actions.length])).toEqual([
    ['E-AC-001', 2],
    ['E-AC-002', 1],
  ])
})

test('allows extensions everywhere and a comment on a later action', () => {
  const later = { ...REMOVE, 'x-erratum': 'E-AC-001', description: 'and here', 'x-note': 1 }
  expect(read({ ...overlayOf(ACTION, later), 'x-root': true })).toHaveLength(1)
})

test('accepts extends with and without ./', () => {
  for (const name of ['acme.openapi.yaml', './acme.openapi.yaml']) {
    expect(read({ ...overlayOf(ACTION), extends: name }, 'acme.openapi.yaml')).toHaveLength(1)
  }
})

test.each<[string, Json, string]>([
  ['a text', 'overlay', 'DOCUMENT_SHAPE acme.overlay.yaml: must be an object, not a string'],
  [
    'another version of the standard',
    { ...overlayOf(ACTION), overlay: '1.0.0' },
    'DOCUMENT_SHAPE acme.overlay.yaml#/overlay: must be one of 1.1.0, not "1.0.0"',
  ],
  ['an overlay without info', except(overlayOf(ACTION), 'info'), 'DOCUMENT_SHAPE acme.overlay.yaml: info is missing'],
  [
    'an info without version',
    { ...overlayOf(ACTION), info: { title: 'x' } },
    'DOCUMENT_SHAPE acme.overlay.yaml#/info: version is missing',
  ],
  [
    'an overlay without actions',
    overlayOf(),
    'OVERLAY_SHAPE acme.overlay.yaml#/actions: must hold at least one action',
  ],
  [
    'an unknown key',
    { ...overlayOf(ACTION), action: [] },
    'OVERLAY_SHAPE acme.overlay.yaml#/action: unknown key; known here are overlay, info, extends, actions and x-*',
  ],
  [
    'an unknown key of an action',
    overlayOf({ ...ACTION, taget: '$' }),
    'OVERLAY_SHAPE acme.overlay.yaml#/actions/0/taget: unknown key; known here are target, description, update, copy, remove and x-*',
  ],
  [
    'an action without target',
    overlayOf(except(ACTION, 'target')),
    'DOCUMENT_SHAPE acme.overlay.yaml#/actions/0: target is missing',
  ],
  [
    'an action that does nothing',
    overlayOf(except(ACTION, 'remove')),
    'OVERLAY_SHAPE acme.overlay.yaml#/actions/0: target $.a must have exactly one of update, copy and remove',
  ],
  [
    'an action that does two things',
    overlayOf({ ...ACTION, update: {} }),
    'OVERLAY_SHAPE acme.overlay.yaml#/actions/0: target $.a must have exactly one of update, copy and remove',
  ],
  [
    'remove: false',
    overlayOf({ ...ACTION, remove: false }),
    'OVERLAY_SHAPE acme.overlay.yaml#/actions/0: target $.a has a remove that is not true',
  ],
  [
    'a copy from something that is no text',
    overlayOf({ ...except(ACTION, 'remove'), copy: {} }),
    'DOCUMENT_SHAPE acme.overlay.yaml#/actions/0/copy: must be a string, not an object',
  ],
  [
    'an action without erratum',
    overlayOf(except(ACTION, 'x-erratum')),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/0: x-erratum is missing',
  ],
  [
    'an erratum without basis',
    overlayOf(except(ACTION, 'x-basis')),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/0: x-basis is missing',
  ],
  [
    'an erratum without source',
    overlayOf(except(ACTION, 'x-source')),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/0: x-source is missing',
  ],
  [
    'an erratum with an empty reason',
    overlayOf({ ...ACTION, description: '' }),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/0: description is missing',
  ],
  [
    'an unknown basis',
    overlayOf({ ...ACTION, 'x-basis': 'guessed' }),
    'DOCUMENT_SHAPE acme.overlay.yaml#/actions/0/x-basis: must be one of documented, observed, assumed, not "guessed"',
  ],
  [
    'an identifier of another form',
    overlayOf({ ...ACTION, 'x-erratum': 'E1' }),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/0: target $.a x-erratum "E1" must look like E-CF-001',
  ],
  [
    'an erratum that is interrupted by another',
    overlayOf(ACTION, { ...ACTION, 'x-erratum': 'E-AC-002' }, ACTION),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/2: E-AC-001 appears again; the actions of an erratum must follow one another',
  ],
  [
    'a later action with another basis',
    overlayOf(ACTION, { ...ACTION, 'x-basis': 'assumed' }),
    'OVERLAY_ERRATUM acme.overlay.yaml#/actions/1/x-basis: x-basis differs from that of the first action of E-AC-001',
  ],
  [
    'an overlay of another document',
    { ...overlayOf(ACTION), extends: './other.openapi.yaml' },
    'OVERLAY_SHAPE acme.overlay.yaml#/extends: must be ./acme.openapi.yaml, not ./other.openapi.yaml',
  ],
])('refuses %s', async (_, overlay, message) => {
  expect(await refusalOf(() => read(overlay, 'acme.openapi.yaml'))).toBe(message)
})
