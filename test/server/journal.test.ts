import { expect, test } from 'vitest'
import type { Answer, MockRequest } from '../../src/mock/index.ts'
import { createJournal, type Journal } from '../../src/server/journal.ts'

const request: MockRequest = {
  method: 'GET',
  host: 'api.acme.test',
  path: '/organizations',
  query: '',
  headers: {},
  body: new Uint8Array(0),
  prefix: '',
  scheme: 'http',
  requestId: '0'.repeat(32),
  now: 0,
}
const roomy = { entries: 100, entriesPerTenant: 100, bytes: 10 ** 9 }

function record(journal: Journal, tenant: string | undefined, body: Answer['body'] = '', provider = 'acme'): void {
  const answer = { status: 200, headers: [], body, ...(tenant === undefined ? {} : { tenant }) }
  journal.record(provider, request, answer, [], 0)
}

function kept(journal: Journal): (string | undefined)[] {
  return journal.entries().map(({ seq, answer }) => `${seq}${answer.tenant ?? '-'}`)
}

test('keeps requests in the order in which they came', () => {
  const journal = createJournal(roomy)
  record(journal, 'a')
  record(journal, 'b')
  record(journal, undefined)
  expect(kept(journal)).toEqual(['1a', '2b', '3-'])
  expect(journal.size).toBe(3)
})

test('drives out the oldest of all when there are too many', () => {
  const journal = createJournal({ ...roomy, entries: 2 })
  for (const tenant of ['a', 'b', 'c']) record(journal, tenant)
  expect(kept(journal)).toEqual(['2b', '3c'])
  expect(journal.dropped).toBe(1)
})

test("drives out a busy tenant's own entries before anybody else's", () => {
  const journal = createJournal({ ...roomy, entriesPerTenant: 2 })
  for (const tenant of ['quiet', 'busy', 'busy', 'quiet', 'busy', 'busy']) record(journal, tenant)
  expect(kept(journal)).toEqual(['1quiet', '4quiet', '5busy', '6busy'])
  expect(journal.dropped).toBe(2)
})

test('takes equal names at two providers for two tenants, and requests of nobody for one', () => {
  const journal = createJournal({ ...roomy, entriesPerTenant: 1 })
  record(journal, 'a', '', 'acme')
  record(journal, 'a', '', 'other')
  record(journal, undefined)
  record(journal, undefined)
  expect(kept(journal)).toEqual(['1a', '2a', '4-'])
})

test('counts a body that many requests share once', () => {
  const page = Buffer.alloc(50_000)
  const journal = createJournal(roomy)
  record(journal, 'a', page)
  const one = journal.bytes
  record(journal, 'a', page)
  expect(one).toBeGreaterThan(50_000)
  expect(journal.bytes - one).toBeLessThan(10_000)
})

test('gives back the bytes of what it drives out, and a shared body goes with its last request', () => {
  const page = Buffer.alloc(50_000)
  const journal = createJournal({ ...roomy, entries: 2 })
  record(journal, 'a', page)
  record(journal, 'a', page)
  const full = journal.bytes
  record(journal, 'a')
  expect(journal.bytes).toBe(full)
  record(journal, 'a')
  expect(journal.bytes).toBe(full - 50_000)
})

test('keeps within its bytes', () => {
  const journal = createJournal({ ...roomy, bytes: 200_000 })
  for (let i = 0; i < 10; i += 1) record(journal, 'a', Buffer.alloc(60_000))
  expect(journal.bytes).toBeLessThanOrEqual(200_000)
  expect(journal.size).toBe(3)
})

test.each([
  ['whole up to 64 KiB', 65_536, 65_536],
  ['by its length and first KiB beyond that', 65_537, 1_024],
])('keeps a body %s', (_, sent, keptBytes) => {
  const journal = createJournal(roomy)
  record(journal, 'a', Buffer.alloc(sent, 'x'))
  record(journal, 'a', 'x'.repeat(sent))
  for (const { answer, answerBytes } of journal.entries()) {
    expect(answerBytes).toBe(sent)
    expect(answer.body.length).toBe(keptBytes)
  }
})

test('keeps no more memory of a large body than its excerpt', () => {
  const journal = createJournal(roomy)
  record(journal, 'a', Buffer.alloc(10_000_000))
  const body = journal.entries()[0]?.answer.body
  expect(typeof body === 'string' ? body : body?.buffer.byteLength).toBe(1_024)
})

test('keeps the body of a request in memory of its own', () => {
  const block = Buffer.from('before grant_type=client_credentials after')
  const journal = createJournal(roomy)
  const body = block.subarray(7, 36)
  journal.record('acme', { ...request, body }, { status: 200, headers: [], body: '' }, [], 0)
  block.fill(0)
  const found = journal.entries()[0]?.request.body
  expect(Buffer.from(found ?? []).toString()).toBe('grant_type=client_credentials')
  expect(found?.buffer.byteLength).toBe(29)
})

test('forgets what is chosen, keeps the rest in order, and counts on', () => {
  const journal = createJournal(roomy)
  for (const tenant of ['a', 'b', 'a', 'b']) record(journal, tenant)
  expect(journal.remove(({ answer }) => answer.tenant === 'a')).toBe(2)
  expect(kept(journal)).toEqual(['2b', '4b'])
  record(journal, 'a')
  expect(kept(journal)).toEqual(['2b', '4b', '5a'])
  expect(journal.remove(() => true)).toBe(3)
  expect(journal).toMatchObject({ size: 0, bytes: 0, dropped: 0 })
})

test.each<[what: string, rawHeaders: string[], headers: string[]]>([
  ['no headers at all', [], []],
  ['headers of the request only', ['Host', 'x'], []],
  ['headers of the answer only', [], ['Date', 'y', 'Via', '']],
  ['an empty value', ['Host', '', 'Accept', ''], ['X', '']],
  ['letters beyond ASCII', ['X', 'é'], ['Y', 'ÿ']],
])('gives back what it was given: %s', (_, rawHeaders, headers) => {
  const journal = createJournal(roomy)
  const asked = { ...request, path: '/a', query: 'b=%20', prefix: '/p', now: 5 }
  const answer: Answer = {
    status: 201,
    headers,
    body: 'text',
    tenant: 'a',
    refusal: 'throttled',
    error: 'e',
    delayMs: 3,
  }
  for (let i = 0; i < 3; i += 1) journal.record('acme', asked, answer, rawHeaders, 0.5)
  expect(journal.entries()[2]).toMatchObject({
    seq: 3,
    at: 5,
    provider: 'acme',
    request: { method: 'GET', host: 'api.acme.test', path: '/a', query: 'b=%20', prefix: '/p' },
    rawHeaders,
    answer,
    answerBytes: 4,
    elapsedMs: 0.5,
  })
})

test('keeps the headers of each request and answer, whichever those before it had', () => {
  const journal = createJournal(roomy)
  const long = (text: string) => [...'abcdefghij'].map((letter) => letter + text)
  const sent = [
    ['A', '1'],
    ['A', '1'],
    ['A', '2'],
    ['A', '1', 'B', '1'],
    ['', ''],
    [],
    ['A', '1'],
    long('x'),
    long('y'),
  ]
  const answered = [
    ...[['C', '1'], ['C', '2'], ['C', ''], [], ['C', '2', 'D', ''], ['D', '', 'C', '2']],
    ...[['', '', '', '2'], long('x'), ['a', ...long('x').slice(1)]],
  ]
  for (const [place, rawHeaders] of sent.entries()) {
    journal.record('acme', request, { status: 200, headers: answered[place] ?? [], body: '' }, rawHeaders, 0)
  }
  const entries = journal.entries()
  expect(entries.map(({ rawHeaders }) => rawHeaders)).toEqual(sent)
  expect(entries.map(({ answer }) => answer.headers)).toEqual(answered)
})

test('keeps each entry apart from those that it has driven out', () => {
  const journal = createJournal({ ...roomy, entries: 3 })
  for (let i = 0; i < 50; i += 1) {
    const path = `/${'x'.repeat(i * 20)}`
    journal.record(
      'acme',
      { ...request, path, body: Buffer.from(`${i}`) },
      { status: 200, headers: [], body: `${i}` },
      [],
      0,
    )
  }
  expect(
    journal
      .entries()
      .map(({ request: { path, body }, answer }) => [path.length, Buffer.from(body ?? []).toString(), answer.body]),
  ).toEqual([
    [941, '47', '47'],
    [961, '48', '48'],
    [981, '49', '49'],
  ])
})
