import { expect, test } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'

// What a run asks of each provider, law by law, and how each law ends, kept in asked/. Renew with `vitest run -u`, and read what has changed.

/** Every request has these, unless a law is about them. */
const usual = " -H 'Accept: application/json' -H 'Accept-Encoding: identity' -H 'User-Agent: orgmock'"

test.each(['cekura', 'cloudflare', 'cradl', 'nirvana'])('the requests of a run against %s', async (provider) => {
  const asked = new Map<string, string[]>()
  let waiting: string[] = []
  const { providers } = await runContracts({
    providers: [provider],
    count: 57,
    seed: 1,
    onProgress({ law }) {
      asked.set(law, [...(asked.get(law) ?? []), ...waiting])
      waiting = []
    },
    onExchange({ curl, purpose }) {
      waiting.push(`    ${purpose}: ${curl.replace(usual, '').replace(/http:\/\/127\.0\.0\.1:\d+/, 'ORIGIN')}\n`)
    },
  })
  const laws = providers.flatMap(({ scenarios }) => scenarios)
  const text = laws.map(
    ({ scenario, title, verdict, requests, reason = '' }) =>
      `${scenario}: ${title}: ${verdict} ${reason}(requests: ${requests})\n${(asked.get(scenario) ?? []).join('')}`,
  )
  await expect(text.join('')).toMatchFileSnapshot(`asked/${provider}.txt`)
})
