import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { laws } from '../../../src/contract/index.ts'

test('a law has the name of its file in the folder of its family, and every file there is a law', () => {
  const folder = fileURLToPath(new URL('../../../src/contract/laws/', import.meta.url))
  const families = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const files = families.flatMap(({ name }) =>
    readdirSync(`${folder}${name}`).map((file) => `${name}/${file.replace(/\.ts$/, '')}`),
  )
  expect(laws.map(({ id }) => id).sort()).toEqual(files.sort())
  for (const { id, family } of laws) expect(id.split('/')[0]).toBe(family)
})
