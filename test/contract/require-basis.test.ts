import { expect, it } from 'vitest'
import { textReporter } from '../../src/contract/index.ts'
import { plain } from '../../src/contract/words.ts'
import type { Basis } from '../../src/spec/index.ts'
import { answering, checked, law } from './checked.ts'

const words = { message: plain('it differs'), promised: plain('one'), came: plain('two') }
const breaking = law('http/breaking', async (context) => {
  for (const basis of ['documented', 'observed', 'assumed'] as const) {
    context.report({ check: `http/${basis}`, rule: { basis }, ...words })
  }
  context.report({
    check: 'http/moved',
    rule: { basis: 'documented' },
    movedOn: { at: '/any', change: 'gone', since: '2026-07-08', source: 'a client' },
    ...words,
  })
})

async function severities(requireBasis: Basis) {
  const { report } = await checked([breaking], answering('[]'), { requireBasis })
  return report.scenarios[0]?.findings.map(({ severity }) => severity)
}

it('makes notes of breaches of what is less firm than required, and drift of known moves', async () => {
  expect(await severities('documented')).toEqual(['violation', 'note', 'note', 'drift'])
  expect(await severities('observed')).toEqual(['violation', 'violation', 'note', 'drift'])
  expect(await severities('assumed')).toEqual(['violation', 'violation', 'violation', 'violation'])
})

it('says how many rules do not count, and how to make them count', async () => {
  const { report: provider } = await checked([breaking], answering('[]'), { requireBasis: 'documented' })
  const report = {
    tool: { name: 'orgmock', version: '1.0.0' },
    target: 'http://127.0.0.1',
    reading: 'repaired',
    failOn: 'violation',
    requireBasis: 'documented',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    interrupted: false,
    providers: [provider],
  } as const
  expect(textReporter({ color: false })(report)).toContain(
    '2 broken rules are notes only, being no more than assumed; --require-basis assumed makes them count.',
  )
})

it('dates a known move', async () => {
  const { report } = await checked([breaking], answering('[]'), { requireBasis: 'documented' })
  expect(report.scenarios[0]?.findings[3]?.message).toBe('it differs (known since 2026-07-08: a client)')
})
