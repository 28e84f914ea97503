import { expect, test } from 'vitest'
import { listGuide } from '../../src/mock/list-guide.ts'
import type { ProviderDefinition } from '../../src/mock/types.ts'
import type { OperationSpec } from '../../src/spec/index.ts'

const spec = {
  basePath: '/v1',
  path: '/orgs',
  parameters: [
    { name: 'limit', schema: { minimum: 1, maximum: 50 } },
    { name: 'open', schema: { minimum: 1 } },
  ],
} as unknown as OperationSpec

function guideOf(paging: object | undefined, more: object = {}) {
  return listGuide(spec, { paginator: { paging }, auth: {}, ...more } as unknown as ProviderDefinition<object, object>)
}

test('a list in one body has a path and no sizes', () => {
  expect(guideOf(undefined)).toEqual({ paging: undefined, path: '/v1/orgs' })
})

test('sizes are known where the document gives both bounds', () => {
  expect(guideOf({ size: 'limit' })).toMatchObject({ sizes: { minimum: 1, maximum: 50 } })
  expect(guideOf({ size: 'open' })).not.toHaveProperty('sizes')
  expect(guideOf({ size: 'other' })).not.toHaveProperty('sizes')
})

test('evidenced sizes are those of the size parameter, and a token is where the first endpoint is', () => {
  const evidenced = { limit: [10, 20], page: [1] }
  expect(guideOf({ size: 'limit' }, { evidenced })).toMatchObject({ evidencedSizes: [10, 20] })
  expect(guideOf(undefined, { evidenced })).not.toHaveProperty('evidencedSizes')
  const endpoints = [{ host: 'auth.example.com', path: '/token', more: true }]
  expect(guideOf(undefined, { auth: { endpoints } })).toMatchObject({
    token: { host: 'auth.example.com', path: '/token' },
  })
})
