import v8 from 'node:v8'
import vm from 'node:vm'
import { expect, test } from 'vitest'
import nirvana from '../../mocks/nirvana.ts'
import { ask, makeProvider } from './ask.ts'

// Each tenant that was seen kept a faker of its own, 23 KB: 230 MB for the 10,000 tenants that a provider remembers.

v8.setFlagsFromString('--expose-gc')
const collect = vm.runInNewContext('gc') as () => void

function heapBytes(): number {
  collect()
  return process.memoryUsage().heapUsed
}

test.each([
  ['data of its own', (i: number) => `test_seed-${i}`],
  ['the same data', (i: number) => `test_t-${i}`],
])('a tenant with %s takes little memory', async (_, keyOf) => {
  const provider = await makeProvider('nirvana', nirvana)
  const path = '/v1/organizations'
  const see = (i: number) => ask(provider, { path, query: 'limit=1', headers: { authorization: `Bearer ${keyOf(i)}` } })
  for (let i = 0; i < 500; i += 1) await see(i)
  const before = heapBytes()
  for (let i = 500; i < 2_000; i += 1) await see(i)
  expect((heapBytes() - before) / 1_500).toBeLessThan(6_000)
  expect(provider.control.tenants()).toHaveLength(2_000)
})
