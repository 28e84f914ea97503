import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { orgmock, orgmockHere } from '../support/command-line.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'orgmock-lock-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string) => path.join(folder, name)
const check = ['check', 'nirvana', '--law', 'pagination/walk']
const gone = 'the required field /items/*/metronome_customer_id no longer comes'

test('a first run writes the lock, a second one compares with it, and --update-lock takes what has changed', async () => {
  const lock = file('orgmock.lock.yaml')
  const first = await orgmock([...check, '--lock', lock])
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining(`The lock ${lock} is written`) })
  const same = await orgmock([...check, '--lock', lock])
  expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining(`No changes since the lock ${lock}.`) })

  const latest = [...check, '--lock', lock, '--edition', 'latest']
  const changed = await orgmockHere(latest)
  expect(changed).toMatchObject({ code: 1, stdout: expect.stringContaining(`breaking  nirvana: ${gone}`) })
  expect(changed.stdout).toContain('1 of 1 provider kept its contract, and answers have changed since the lock.')
  expect(await orgmockHere([...latest, '--update-lock'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(gone),
  })
  expect(await orgmockHere(latest)).toMatchObject({ code: 0 })
})

test('orgmock.yaml names the lock, relative to itself', async () => {
  const config = file('orgmock.yaml')
  writeFileSync(config, 'check:\n  lock: from-file.yaml\n  failOnChange: notable\n')
  expect(await orgmockHere([...check, '--config', config])).toMatchObject({ code: 0 })
  expect(readFileSync(file('from-file.yaml'), 'utf8')).toContain('orgmockLock: 1\n')
  expect(await orgmockHere([...check, '--config', config, '--edition', 'latest'])).toMatchObject({ code: 1 })
})

test('lock diff gives 1 from the mildest severity on that counts, and lock show prints for people', async () => {
  const [before, now] = [file('before.yaml'), file('now.yaml')]
  await orgmockHere([...check, '--lock', before])
  await orgmockHere([...check, '--lock', now, '--edition', 'latest'])
  const diff = await orgmock(['lock', 'diff', before, now])
  expect(diff).toMatchObject({ code: 1, stderr: '' })
  expect(diff.stdout.split('\n').slice(0, 4)).toEqual([
    `1 breaking, 3 notable from ${before} to ${now}`,
    `breaking  nirvana: ${gone}`,
    '    at   /v1/organizations 200 application/json /items/*/metronome_customer_id',
    '    was in all 127; is in none of 127',
  ])
  writeFileSync(file('precise.yaml'), readFileSync(before, 'utf8').replaceAll('date-time Z', 'date-time .000Z'))
  expect(await orgmockHere(['lock', 'diff', before, file('precise.yaml')])).toMatchObject({ code: 0 })
  expect(
    await orgmockHere(['lock', 'diff', before, file('precise.yaml'), '--fail-on-change', 'notable']),
  ).toMatchObject({ code: 1 })
  expect(await orgmockHere(['lock', 'diff', before, before, '--fail-on-change', 'harmless'])).toMatchObject({ code: 0 })
  const { stdout } = await orgmockHere(['lock', 'diff', before, now, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    changes: [{ severity: 'breaking', kind: 'removed' }, {}, {}, {}],
    notLookedAt: [],
  })
  const shown = await orgmock(['lock', 'show', before])
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringMatching(/^nirvana \/v1\/organizations\n/) })
  expect(shown.stdout).toContain('    /items/*/created_at: required, string, form date-time Z (in all 127)\n')
})

test.each<[string, string, RegExp]>([
  ['no file', 'missing.yaml', /^orgmock: .*missing\.yaml is not there\n$/],
  [
    'another version',
    'version.yaml',
    /^orgmock: .*version\.yaml:1:1: a lock of version 9; this orgmock reads 1: .*\n$/,
  ],
  ['another provider', 'acme.yaml', /^orgmock: .*acme\.yaml is a lock of acme, and .*cekura\.yaml of cekura\n$/],
])('lock diff refuses %s in one line', async (_, name, message) => {
  writeFileSync(file('version.yaml'), 'orgmockLock: 9\n')
  writeFileSync(file('acme.yaml'), 'orgmockLock: 1\nproviders:\n  acme: {}\n')
  writeFileSync(file('cekura.yaml'), 'orgmockLock: 1\nproviders:\n  cekura: {}\n')
  const { code, stdout, stderr } = await orgmockHere(['lock', 'diff', file(name), file('cekura.yaml')])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
})

test.each<[string, string[], string]>([
  [
    'an unknown severity',
    ['lock', 'diff', 'a', 'b', '--fail-on-change', 'bad'],
    '--fail-on-change must be one of breaking, notable, harmless, not "bad"',
  ],
  [
    'an unknown severity',
    [...check, '--lock', 'a', '--fail-on-change', 'bad'],
    '--fail-on-change must be one of breaking, notable, harmless, not "bad"',
  ],
  ['no lock', [...check, '--update-lock'], '--update-lock belongs to --lock: give both'],
])('%s is refused: %j', async (_, args, message) => {
  expect(await orgmockHere(args)).toEqual({ code: 2, stdout: '', stderr: `orgmock: ${message}\n` })
})
