import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { enumValues } from '../../src/mock/index.ts'
import { loadProviderSpec } from '../../src/spec/index.ts'

const { repaired } = await loadProviderSpec(fileURLToPath(new URL('../../specs/', import.meta.url)), 'cekura')
const organization = '/components/schemas/Organization/properties'

test("gives an enum's texts in the order of the document", () => {
  expect(enumValues(repaired, `${organization}/team_size`)).toEqual(['1', '<10', '10-100', '100-500', '500+'])
})

test.each(['/nowhere', `${organization}/name`, organization])('refuses %s, which has no enum', (pointer) => {
  expect(() => enumValues(repaired, pointer)).toThrow(
    expect.objectContaining({ code: 'NO_SUCH_ENUM', message: `specs/cekura: ${pointer} has no enum of texts` }),
  )
})
