import { expect, test } from 'vitest'
import { lawMatrix } from '../../../src/contract/reporters/law-matrix.ts'
import { emptyReport, reportFixture } from './report-fixture.ts'

const phrases = Object.fromEntries(
  lawMatrix(reportFixture).map(({ family, cells }) => [family, cells.map(({ phrase }) => phrase)]),
)

test('sums each family up for each provider', () => {
  expect(phrases).toEqual({
    shape: ['kept over 3 requests', '2 broken', '', 'kept over 1 request'],
    wire: ['kept over 3 requests', 'kept over 17 requests', '', 'kept over 1 request'],
    envelope: ['kept over 3 requests', 'kept over 17 requests', '', 'kept over 1 request'],
    authentication: ['1 kept', '1 kept, 1 broken, 2 not checked', '', ''],
    pagination: ['1 kept', '2 kept, 1 broken, 1 not checked', '', '1 not checked'],
    query: ['', '1 kept', '', ''],
    http: ['1 kept', '1 kept', '', '1 kept'],
  })
})

test('names law, verdict and reason at each mark', () => {
  const pagination = lawMatrix(reportFixture).find(({ family }) => family === 'pagination')
  expect(pagination?.cells[1]?.marks.map(({ title }) => title)).toEqual([
    'pagination/walk: broken. a walk over all pages ends and gives each organization exactly once (1 finding)',
    'pagination/same-page: kept. the same page twice is the same',
    'pagination/past-end: kept. a page past the end is an empty list',
    'pagination/altered-cursor: not checked. there are no cursors',
  ])
})

test('is empty when nothing was asked', () => {
  expect(lawMatrix(emptyReport)).toEqual([])
})
