import Cloudflare from 'cloudflare'
import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { formatScorecards, type Grade, type Scorecard } from '../../src/scorecard/index.ts'
import { clientOf, credentialsOf } from './support/client.ts'
import { startRig } from './support/rig.ts'

const grade: Grade = {
  id: 'backs-off',
  title: 'backs off after failures',
  verdict: 'failed',
  why: 'a server in trouble gets well when its clients wait longer each time',
  basis: 'observed',
  evidence: [{ requests: [4, 5, 6], message: 'was tried again twice within 4 ms of a 500' }],
  findings: 1,
}

function card(grades: readonly Grade[], more: Partial<Scorecard> = {}): Scorecard {
  return { provider: 'acme', title: 'Acme', tenant: 'ordinary', requests: 1, grades, ...more }
}

test('a failed grade comes with its reason and the requests that show it', () => {
  const passed: Grade = { ...grade, title: 'waits out Retry-After', verdict: 'passed', evidence: [], findings: 0 }
  const unseen: Grade = { ...passed, title: 'renews its token', verdict: 'not-seen' }
  expect(formatScorecards([card([passed, grade, unseen], { requests: 7 })])).toBe(
    `Acme (acme), tenant ordinary: 7 requests, 1 passed, 1 failed
  ✓ waits out Retry-After
  ✗ backs off after failures
      a server in trouble gets well when its clients wait longer each time (observed)
      #4 to 6  was tried again twice within 4 ms of a 500
  · renews its token

✓ passed, ✗ failed, → left early, · not seen
`,
  )
})

test('two requests that belong together are told apart from a run of them', () => {
  const evidence = [
    { requests: [4, 5], message: 'a' },
    { requests: [9], message: 'b' },
    { requests: [12, 13, 14, 20], message: 'c' },
  ]
  const text = formatScorecards([card([{ ...grade, evidence, findings: 12 }])])
  expect(text).toContain('#4, 5  a\n')
  expect(text).toContain('#9  b\n')
  expect(text).toContain('#12 to 14, 20  c\n')
  expect(text).toContain('and 9 more like these\n')
})

test('requests that were nobody’s have a card without a tenant', () => {
  const { tenant: _, ...nobodys } = card([])
  expect(formatScorecards([nobodys])).toContain(
    'Acme (acme), nobody’s requests: 1 request, 0 passed, nothing to judge\n',
  )
})

test('without requests there is nothing to judge', () => {
  expect(formatScorecards([])).toBe('No requests to judge yet.\n')
})

test('it takes picocolors for its style, and is the same text without the colours', () => {
  const cards = [card([grade, { ...grade, verdict: 'passed' }, { ...grade, verdict: 'not-seen' }])]
  const colored = formatScorecards(cards, picocolors.createColors(true))
  expect(colored).toContain('\u001b[31m✗')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(formatScorecards(cards))
})

test('a client of Cloudflare on a throttled account, as printed', async () => {
  const rig = await startRig({ isReal: true })
  const { apiEmail = '', apiKey = '' } = credentialsOf(rig, 'cloudflare', 'throttled-after-3')
  const baseURL = `${rig.url}/api.cloudflare.com/client/v4`
  const client = new Cloudflare({ apiEmail, apiKey, apiToken: null, baseURL })
  for await (const _ of client.user.organizations.list({ per_page: 50 }));
  const text = formatScorecards([rig.card('cloudflare', 'throttled-after-3')])
  await rig.close()
  expect(text).toBe(`Cloudflare API (cloudflare), tenant throttled-after-3: 5 requests, 6 passed, nothing to blame
  ✓ follows every page once and stops at the end
  ✓ does not ask again for what it has
  · keeps filters and order while paging
  ✓ asks for page sizes in range
  ✓ keeps one page size through a walk
  ✓ waits out Retry-After
  · backs off after failures
  · takes no for an answer
  ✓ sends credentials in headers only

✓ passed, ✗ failed, → left early, · not seen
`)
})

test('a client of Cloudflare that does not wait, as printed', async () => {
  const rig = await startRig()
  const client = clientOf(rig, 'cloudflare', 'throttled-after-3')
  for (const page of [1, 2, 3, 4, 4, 4, 5]) {
    await client.send({ page: String(page), per_page: '50' })
    await rig.clock.sleep(3)
  }
  const text = formatScorecards([rig.card('cloudflare', 'throttled-after-3')])
  await rig.close()
  expect(text).toBe(`Cloudflare API (cloudflare), tenant throttled-after-3: 7 requests, 5 passed, 1 failed
  ✓ follows every page once and stops at the end
  ✓ does not ask again for what it has
  · keeps filters and order while paging
  ✓ asks for page sizes in range
  ✓ keeps one page size through a walk
  ✗ waits out Retry-After
      Cloudflare takes 1200 requests in five minutes; then all of the user’s calls are blocked for five minutes, the dashboard’s too (observed)
      #4, 5  came 3 ms after a 429 that asks to wait 1 s
      #5, 6  came 3 ms after a 429 that asks to wait 1 s
  · backs off after failures
  · takes no for an answer
  ✓ sends credentials in headers only

✓ passed, ✗ failed, → left early, · not seen
`)
})

test('what cannot be told says why', () => {
  const evidence = [{ requests: [1, 2, 3], message: 'began 20 walks side by side' }]
  const text = formatScorecards([card([{ ...grade, title: 'follows every page', verdict: 'not-seen', evidence }])])
  expect(text).toContain('  · follows every page\n      #1 to 3  began 20 walks side by side\n')
})

test('a walk that was left early is named without blame', () => {
  const evidence = [{ requests: [1, 2], message: 'stopped after 2 pages' }]
  const left: Grade = { ...grade, title: 'follows every page', verdict: 'left-early', evidence }
  const text = formatScorecards([card([left], { requests: 2 })])
  expect(text).toContain('tenant ordinary: 2 requests, 0 passed, nothing to judge\n')
  expect(text).toContain('  → follows every page: left early\n      #1, 2  stopped after 2 pages\n')
})
