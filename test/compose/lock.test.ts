import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type ContractOptions, compareLocks, readLock, runContracts, startMockServer } from '../../src/compose/index.ts'
import type { Change } from '../../src/shape/index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'orgmock-lock-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string) => path.join(folder, name)
const told = ({ severity, kind, at }: Change) => `${severity} ${kind} ${at}`
const page = '200 application/json /items/*'

/** A check of a server of the given edition by the documents, as a check of the real API would be today. */
async function checkedAgainst(edition: 'documents' | 'latest', options: ContractOptions) {
  const server = await startMockServer({ only: ['nirvana'], edition })
  try {
    const environment = { NIRVANA_LABS_API_KEY: server.credentials('nirvana')['apiKey'] ?? '' }
    const report = await runContracts({
      baseUrl: server.baseUrl('nirvana'),
      providers: ['nirvana'],
      edition: 'documents',
      environment,
      laws: ['http/first-page', 'pagination/walk', 'authentication/missing'],
      ...options,
    })
    return { lock: report.lock, sinceLock: report.providers[0]?.sinceLock }
  } finally {
    await server.close()
  }
}

test('what Nirvana Labs changed in 2026 is named, with its severity', async () => {
  const lock = file('nirvana.yaml')
  expect((await checkedAgainst('documents', { lock })).lock).toMatchObject({ isWritten: true, verdict: 'kept' })
  const { lock: report, sinceLock } = await checkedAgainst('latest', { lock })
  expect(sinceLock?.changes.map(told)).toEqual([
    `breaking removed ${page}/metronome_customer_id`,
    `notable added ${page}/billing_state`,
    `notable added ${page}/billing_state_since`,
    `notable added ${page}/charging_model`,
  ])
  expect(report).toMatchObject({ isWritten: false, verdict: 'broken', failOnChange: 'breaking' })

  // The same from two files, and the new one is what a later run is compared with.
  const now = file('nirvana-now.yaml')
  await checkedAgainst('latest', { lock: now })
  const { changes } = await compareLocks(lock, now)
  expect(changes).toEqual(sinceLock?.changes)
  expect((await checkedAgainst('latest', { lock, updateLock: true })).lock).toMatchObject({
    isWritten: true,
    verdict: 'kept',
  })
  expect((await checkedAgainst('latest', { lock })).sinceLock?.changes).toEqual([])
  expect(readFileSync(lock, 'utf8')).toMatch(/metronome_customer_id: \{ declared: required, .*seen: 0, /)
})

test('the same account and requests twice give the same bytes, without a time, a target or a value', {
  timeout: 60_000,
}, async () => {
  const [one, other] = [file('one.yaml'), file('other.yaml')]
  for (const lock of [one, other]) await runContracts({ lock, seed: 4, count: 24, providers: ['cradl', 'nirvana'] })
  const text = readFileSync(one, 'utf8')
  expect(readFileSync(other, 'utf8')).toBe(text)
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|20[23]\d-\d\d/)
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
})

// 200 accounts take minutes; each asks for every page, and for some refusals.
const accounts = process.env['ORGMOCK_ALL_SHAPES'] === undefined ? 6 : 200

test(`${accounts} other accounts give no breaking or notable change`, {
  timeout: 30_000 + accounts * 5_000,
}, async () => {
  const lock = file('accounts.yaml')
  const laws = ['http/first-page', 'pagination/walk', 'authentication/missing', 'http/not-found']
  await runContracts({ lock, laws })
  for (let account = 0; account < accounts; account += 1) {
    const options = { lock, laws, seed: account * 7_919 + 13, count: 20 + ((account * 37) % 230) }
    const { providers, lock: report } = await runContracts(options)
    const changes = providers.flatMap(({ sinceLock }) => sinceLock?.changes ?? [])
    expect([options, changes.filter(({ severity }) => severity !== 'harmless')]).toEqual([options, []])
    expect(report).toMatchObject({ verdict: 'kept', isWritten: false })
  }
})

describe('what a run could not see', () => {
  test('is listed and kept in the lock, and is no change', async () => {
    const lock = file('unseen.yaml')
    await runContracts({ lock, providers: ['nirvana'], laws: ['http/first-page', 'http/not-found'] })
    const part = { lock, providers: ['nirvana'], laws: ['http/first-page'] }
    const report = await runContracts(part)
    expect(report.providers[0]?.sinceLock).toEqual({
      changes: [],
      notLookedAt: ['http/not-found', '404 application/json'],
    })
    expect(report.lock?.verdict).toBe('kept')
    await runContracts({ ...part, updateLock: true })
    expect(readFileSync(lock, 'utf8')).toContain('404 application/json')
  })

  test('decides when it is all of the lock', async () => {
    const lock = file('nothing.yaml')
    await runContracts({ lock, providers: ['nirvana'], laws: ['http/first-page'] })
    const report = await runContracts({
      lock,
      providers: ['nirvana'],
      baseUrl: 'http://127.0.0.1:9',
      environment: { NIRVANA_LABS_API_KEY: 'a-key-that-is-not-real' },
    })
    expect(report.lock).toMatchObject({ verdict: 'not-checked', looked: 0 })
    expect(report.providers[0]?.sinceLock?.notLookedAt).toEqual(['/v1/organizations'])
  })

  test('names a provider that the lock has and the run has not, and the other way round', async () => {
    const lock = file('others.yaml')
    const laws = ['http/first-page']
    await runContracts({ lock, laws, providers: ['nirvana', 'cekura'] })
    const report = await runContracts({ lock, laws, providers: ['nirvana', 'cloudflare'] })
    expect(report.lock?.notLookedAt).toEqual(['cekura', 'cloudflare, which the lock lacks: --update-lock adds it'])
    await runContracts({ lock, laws, providers: ['cloudflare'], updateLock: true })
    expect(Object.keys((await readLock(lock)).providers)).toEqual(['cekura', 'cloudflare', 'nirvana'])
  })
})

describe('before the first request', () => {
  const laws = ['http/first-page']
  const sound = 'orgmockLock: 1\nproviders:\n  cekura: {}\n'

  test.each<[string, string, RegExp]>([
    [
      'a lock of another version',
      'orgmockLock: 2\nproviders: {}\n',
      /bad\.yaml:1:1: a lock of version 2; this orgmock reads 1: remove it/,
    ],
    ['no lock', 'hosts: {}\n', /bad\.yaml:1:1: this is no lock file: orgmockLock is missing$/],
    ['no YAML', 'orgmockLock: 1\nproviders: [\n', /bad\.yaml:\d+:\d+: /],
    [
      'a lock of another provider',
      sound,
      /bad\.yaml: a lock of cekura, and nirvana is checked; --update-lock adds to it$/,
    ],
    [
      'a hand-edited member',
      `${sound}  nirvana:\n    /v1/organizations:\n      pages: 7\n      requests: {}\n      replies: {}\n`,
      /bad\.yaml:6:7: .*pages must be an object, not 7$/,
    ],
    ['an unknown member', `${sound}times: 1\n`, /bad\.yaml:4:1: unknown option "times"/],
    ['a control character', `${sound}  "\\e[31m": {}\n`, /bad\.yaml:4:3: /],
  ])('%s is refused in one line with its place', async (_, text, message) => {
    const lock = file('bad.yaml')
    writeFileSync(lock, text)
    const refused = runContracts({
      lock,
      providers: ['nirvana'],
      laws,
      baseUrl: 'http://127.0.0.1:9',
      environment: { NIRVANA_LABS_API_KEY: 'none' },
    })
    await expect(refused).rejects.toThrow(message)
    expect(await refused.catch(({ message }: Error) => message)).not.toContain('\n')
    expect(readFileSync(lock, 'utf8')).toBe(text)
  })

  test('a lock that cannot be written is refused', async () => {
    const lock = path.join(folder, 'no-such-folder', 'lock.yaml')
    await expect(runContracts({ lock, laws })).rejects.toThrow(/--lock .*lock\.yaml cannot be written \(ENOENT\)$/)
    mkdirSync(file('a-folder'))
    await expect(runContracts({ lock: file('a-folder'), laws })).rejects.toThrow(/a-folder is a folder$/)
  })

  test.skipIf(process.getuid?.() === 0)('a lock that this user may not write is refused', async () => {
    const lock = file('read-only.yaml')
    writeFileSync(lock, sound)
    chmodSync(lock, 0o400)
    onTestFinished(() => chmodSync(lock, 0o600))
    await expect(runContracts({ lock, laws, updateLock: true })).rejects.toThrow(/cannot be written \(EACCES\)$/)
  })

  test('options without a lock are refused', async () => {
    await expect(runContracts({ updateLock: true })).rejects.toThrow('updateLock belongs to lock: give both')
    await expect(runContracts({ failOnChange: 'notable' })).rejects.toThrow('failOnChange belongs to lock: give both')
  })
})

test('a dry run and a run that was interrupted write no lock', async () => {
  const lock = file('not-written.yaml')
  await runContracts({ lock, isDryRun: true, providers: ['nirvana'], laws: ['http/first-page'] })
  const stop = new AbortController()
  const onProgress = () => stop.abort()
  await runContracts({ lock, providers: ['nirvana'], laws: ['pagination'], signal: stop.signal, onProgress })
  expect(existsSync(lock)).toBe(false)
})
