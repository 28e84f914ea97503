import { describe, expect, test } from 'vitest'
import { compareShapes, createShapeRecord, type ShapedExchange } from '../../src/shape/index.ts'
import { operation, rows } from './provider.ts'

type Answer = Partial<ShapedExchange> & { readonly json?: unknown }

const json = 'application/json'
const sound: Answer = { json: { items: rows() } }

function shapeOf(answers: readonly Answer[]) {
  const record = createShapeRecord({ operation, cursors: ['/next'] })
  for (const { json: value, ...answer } of answers) {
    record.observe({
      method: 'GET',
      status: 200,
      headers: [['Content-Type', json]],
      body: JSON.stringify(value) ?? '',
      situation: { law: 'walk', what: 'a page' },
      ...answer,
    })
  }
  const shape = record.result()
  return shape === undefined ? {} : { '/rows': shape }
}

/** `severity kind place` of each change, place without the reply. */
function changes(before: readonly Answer[], now: readonly Answer[]): string[] {
  return compareShapes('acme', shapeOf(before), shapeOf(now)).changes.map(
    ({ severity, kind, at }) => `${severity} ${kind} ${at.replace(`200 ${json} `, '')}`,
  )
}

const items = (change: object) => ({ json: { items: rows(change) } })
const withNote = items({ note: 'a text' })
const withoutName = rows().map((row, index) => (index % 2 === 0 ? row : { ...row, name: undefined }))

describe('of a field', () => {
  test.each<[string, Answer, Answer, string[]]>([
    ['required and gone', sound, items({ name: undefined }), ['breaking removed /items/*/name']],
    ['optional, in every row, and gone', withNote, sound, ['notable removed /items/*/note']],
    ['undeclared and gone', items({ extra: 1 }), sound, ['notable removed /items/*/extra']],
    ['required and missing in some rows', sound, { json: { items: withoutName } }, ['breaking optional /items/*/name']],
    ['new', sound, items({ extra: 1 }), ['notable added /items/*/extra']],
    ['declared and seen for the first time', sound, withNote, ['harmless added /items/*/note']],
    ['for requests only and sent back', sound, items({ secret: 'a' }), ['notable added /items/*/secret']],
    ['null where the document permits it', withNote, items({ note: null }), ['harmless nullable /items/*/note']],
    ['null where the document forbids it', sound, items({ name: null }), ['breaking nullable /items/*/name']],
    ['of another type', sound, items({ name: 7 }), ['breaking type /items/*/name']],
    [
      'a fraction where the document permits numbers',
      items({ size: 1 }),
      items({ size: 1.5 }),
      ['harmless type /items/*/size'],
    ],
    ['undeclared and a fraction', items({ extra: 1 }), items({ extra: 1.5 }), ['notable type /items/*/extra']],
    ['undeclared and of another type', items({ extra: 1 }), items({ extra: 'a' }), ['breaking type /items/*/extra']],
    ['more precise', sound, items({ created_at: '2026-01-01T00:00:00.123Z' }), ['notable form /items/*/created_at']],
    [
      'of another offset',
      sound,
      items({ created_at: '2026-01-01T00:00:00+02:00' }),
      ['notable form /items/*/created_at'],
    ],
    ['free text of another form', sound, items({ name: 'https://a.example' }), ['harmless form /items/*/name']],
    ['a known member that did not come before', sound, items({ kind: 'large' }), []],
    ['an unknown member', sound, items({ kind: 'huge' }), ['notable member /items/*/kind']],
    [
      'a list of another length',
      items({ tags: ['a'] }),
      items({ tags: ['a', 'b', 'c'] }),
      ['harmless length /items/*/tags'],
    ],
    [
      'outside the document',
      items({ tags: ['a'] }),
      items({ tags: ['a'.repeat(21)] }),
      ['notable form /items/*/tags/*'],
    ],
    ['a free object with other names', items({ metadata: { ada: 1 } }), items({ metadata: { bob: 1 } }), []],
  ])('%s', (_, before, now, expected) => {
    expect(changes([before], [now])).toEqual(expected)
  })
})

describe('of answers', () => {
  const headers = (...more: [string, string][]) => ({ ...sound, headers: [['Content-Type', json] as const, ...more] })
  const page = (rows: number, asked?: number) => ({
    ...sound,
    page: { rows, isFull: true, ...(asked === undefined ? {} : { asked }) },
  })

  test.each<[string, Answer, Answer, string[]]>([
    ['another status', sound, { status: 403, json: {} }, ['breaking status walk: a page']],
    ['another media type', sound, { headers: [['Content-Type', 'text/html']] }, ['breaking media-type 200']],
    ['a header more', sound, headers(['X-Frame-Options', 'DENY']), ['notable header-added header x-frame-options']],
    ['a header less', headers(['ETag', '"a"']), sound, ['notable header-removed header etag']],
    [
      'a header of another form',
      headers(['Vary', 'Accept']),
      headers(['Vary', '*']),
      ['notable header-form header vary'],
    ],
    [
      'headers of a connection, a moment or a body',
      sound,
      headers(['Date', 'now'], ['Connection', 'close'], ['Content-Length', '7'], ['Keep-Alive', 'timeout=5']),
      [],
    ],
    ['another page size', page(20), page(50), ['breaking page-size page size']],
    ['fewer rows than were asked for', page(50, 50), page(20, 50), ['breaking page-size asked page size']],
    [
      'longer cursors',
      { json: { items: rows(), next: 'z'.repeat(20) } },
      { json: { items: rows(), next: 'z'.repeat(21) } },
      ['harmless length cursors'],
    ],
  ])('%s', (_, before, now, expected) => {
    const [old, next] = [Array.from({ length: 20 }, () => before), Array.from({ length: 20 }, () => now)]
    expect(changes(old, next)).toEqual(expected)
  })

  test('a busy moment beside the usual answers is harmless, and instead of them breaking', () => {
    expect(changes([sound], [sound, { status: 429, json: {} }])).toEqual(['harmless status walk: a page'])
    expect(changes([sound], [{ status: 429, json: {} }])).toEqual(['breaking status walk: a page'])
  })

  test('an optional field that few rows have can be missing by chance, and one that half of them have cannot', () => {
    const some = (every: number) => ({
      json: { items: rows().map((row, index) => (index % every === 0 ? { ...row, note: 'a' } : row)) },
    })
    expect(changes([some(10)], [sound])).toEqual(['harmless removed /items/*/note'])
    expect(changes([some(1)], [sound])).toEqual(['notable removed /items/*/note'])
  })
})

test('what a run could not see is told and is no change', () => {
  const other = { status: 404, json: { a: 1 }, situation: { law: 'http', what: 'an unknown path' } }
  const found = compareShapes('acme', shapeOf([sound, other]), shapeOf([{ json: { items: [] } }]))
  expect(found.changes.map(({ severity }) => severity)).toEqual(['harmless'])
  expect(found.notLookedAt).toEqual(['http', '200 application/json /items/*', '404 application/json'])
  expect(found.looked).toBeGreaterThan(0)
})

test('a fingerprint is the same whatever the counts, and another for another place', () => {
  const marks = (now: Answer[]) =>
    compareShapes('acme', shapeOf([sound]), shapeOf(now)).changes.map(({ fingerprint }) => fingerprint)
  const once = marks([items({ name: null })])
  expect(marks([items({ name: null }), items({ name: null })])).toEqual(once)
  expect(marks([items({ id: null })])).not.toEqual(once)
  expect(once[0]).toMatch(/^[0-9a-f]{32}$/)
})

test('a change that rests on few rows says so', () => {
  const few = [{ json: { items: rows().slice(0, 3) } }]
  const [change] = compareShapes('acme', shapeOf(few), shapeOf([items({ name: 7 })])).changes
  expect(change).toMatchObject({ severity: 'breaking', isFew: true })
})
