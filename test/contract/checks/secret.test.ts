import { expect, test } from 'vitest'
import { answering, checked, contract, law } from '../checked.ts'

test('finds the secret of a request in a body, and no other text', async () => {
  const headers = { Authorization: 'Bearer secret-of-the-run' }
  const authorizer = { variables: {}, authorize: async () => ({ headers }) }
  const one = law('http/first', async ({ send }) => void (await send({ purpose: 'one' })))
  for (const [body, checks] of [
    ['["key secret-of-the-run"]', ['wire/secret']],
    ['["secret of the run"]', []],
  ] as const) {
    const { report } = await checked([one], answering(body), { contract: () => ({ ...contract, authorizer }) })
    expect(report.scenarios.flatMap(({ findings }) => findings.map(({ check }) => check))).toEqual(checks)
  }
})
