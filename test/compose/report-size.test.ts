import { expect, test } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'
import { allFormats, serving } from './leaking-server.ts'

const long = (letter: string) => letter.repeat(100_000)

/** Wrong in everything, with long texts wherever a server has a say. */
const answer = {
  items: [{ id: long('i'), [long('n')]: long('v'), name: [long('x')] }],
  pagination: { next_cursor: long('c'), total: long('t') },
}

test('long ids, cursors, names and messages of a server are cut to 500 characters in every report', async () => {
  const report = await serving(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', [`x-${'h'.repeat(5_000)}`]: 'v'.repeat(5_000) })
      response.end(JSON.stringify(answer))
    },
    (url) =>
      runContracts({
        providers: ['nirvana'],
        baseUrl: `${url}/v1`,
        environment: { NIRVANA_LABS_API_KEY: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf6Gp3W' },
        laws: ['http/first-page', 'pagination', 'authentication/missing'],
        bodies: 'full',
        maxRequests: 30,
      }),
  )
  const findings = report.providers.flatMap(({ scenarios }) => scenarios.flatMap((law) => law.findings))
  expect(findings.length).toBeGreaterThan(5)
  for (const { message, promised, came, at = '', request = '', excerpt = '' } of findings) {
    for (const text of [message, promised, came, at]) expect(text.length).toBeLessThanOrEqual(501)
    expect(request.length).toBeLessThan(1_000)
    expect(excerpt.length).toBeLessThanOrEqual(2_100)
  }
  for (const [, text] of allFormats(report)) expect(text.length).toBeLessThan(10_000 + findings.length * 12_000)
})
