import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { contractSuite } from '../../src/compose/suite.ts'

let server: MockServer
beforeAll(async () => {
  server = await startMockServer({ only: ['nirvana'], count: 21 })
})
afterAll(() => server.close())

// The suite's own use: these tests are the contract's laws.
contractSuite({ describe, test }, { providers: ['nirvana', 'cekura'], count: 21 })

test('what every reply breaks fails its own test with the findings, and no law', async () => {
  const tests = new Map<string, (context: { skip(note?: string): unknown }) => Promise<void>>()
  contractSuite(
    { describe: (_name, body) => body(), test: (name, body) => tests.set(name.split(':')[0] ?? '', body) },
    // The published reading says that the cursors are never null.
    {
      providers: ['nirvana'],
      target: server.url,
      reading: 'published',
      laws: ['pagination/walk', 'pagination/past-end'],
    },
  )
  await expect(tests.get('shape')?.({ skip: () => undefined })).rejects.toThrow(/shape\/body/)
  // The walk itself ends and gives each organization once.
  await tests.get('pagination/walk')?.({ skip: () => undefined })
  const notes: (string | undefined)[] = []
  await tests.get('pagination/past-end')?.({ skip: (note) => notes.push(note) })
  expect(notes).toEqual(['it has no meaning for this provider'])
})

test('an unknown law is refused when the suite is made', () => {
  const runner = { describe: (_name: string, body: () => void) => body(), test: () => undefined }
  expect(() => contractSuite(runner, { providers: ['nirvana'], laws: ['pagination/wlak'] })).toThrow(
    'unknown law "pagination/wlak": did you mean "pagination/walk"?',
  )
})
