import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCredentials } from '../../../src/contract/client/credentials.ts'

const variables = { email: 'CLOUDFLARE_EMAIL', apiKey: 'CLOUDFLARE_API_KEY' }

function file(content: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'orgmock-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'secret')
  writeFileSync(path, content)
  return path
}

function refusal(environment: Readonly<Record<string, string>>): string {
  const read = readCredentials(variables, environment)
  if ('credentials' in read) throw new Error('it was read')
  return read.reason
}

test.each(['key', 'key\n', 'key\r\n', '\ufeffkey\n'])(
  'reads a part from its variable and another from a file with %j',
  (content) => {
    const environment = { CLOUDFLARE_EMAIL: 'a@b.c', CLOUDFLARE_API_KEY_FILE: file(content) }
    expect(readCredentials(variables, environment)).toEqual({
      credentials: { email: 'a@b.c', apiKey: 'key' },
    })
  },
)

test('keeps blanks: they may be part of a secret', () => {
  expect(readCredentials({ key: 'K' }, { K_FILE: file(' a b \n') })).toEqual({ credentials: { key: ' a b ' } })
})

test.each([
  [{}, ['CLOUDFLARE_EMAIL', 'CLOUDFLARE_API_KEY']],
  [{ CLOUDFLARE_EMAIL: 'a@b.c' }, ['CLOUDFLARE_API_KEY']],
  [{ CLOUDFLARE_EMAIL: '', CLOUDFLARE_EMAIL_FILE: '', CLOUDFLARE_API_KEY: 'k' }, ['CLOUDFLARE_EMAIL']],
])('lists what is missing in %j', (environment, missing) => {
  expect(refusal(environment)).toBe(
    `no credentials: set ${missing.join(' and ')} (or ${missing.map((name) => `${name}_FILE`).join(' and ')})`,
  )
})

test('names variable and file when a file cannot be read', () => {
  expect(refusal({ CLOUDFLARE_API_KEY_FILE: '/no/such/file' })).toBe(
    'CLOUDFLARE_API_KEY_FILE names /no/such/file, which cannot be read (ENOENT)',
  )
  expect(refusal({ CLOUDFLARE_API_KEY_FILE: tmpdir() })).toMatch(/is no regular file$/)
})

test.each(['', '\n'])('refuses a file that holds only %j', (content) => {
  const path = file(content)
  expect(refusal({ CLOUDFLARE_EMAIL_FILE: path })).toBe(`CLOUDFLARE_EMAIL_FILE names ${path}, which is empty`)
})

test('reads no device to its end, and no file that is too long for a credential', () => {
  expect(refusal({ CLOUDFLARE_EMAIL_FILE: '/dev/zero' })).toMatch(/is no regular file$/)
  expect(refusal({ CLOUDFLARE_EMAIL_FILE: file('x'.repeat(200_000)) })).toMatch(/has more than 131072 bytes$/)
})

test.each([
  ['first\nsecond\n', 'holds a line break'],
  ['first\r', 'holds a line break'],
  ['\u65e5\u672c', 'holds a character that HTTP cannot carry'],
  ['a\0b', 'holds a character that HTTP cannot carry'],
  [' \t', 'holds nothing but blanks'],
  ['k'.repeat(16_385), 'is longer than 16384 characters'],
])('refuses %.20j without quoting it', (value, defect) => {
  const path = file(value)
  expect(refusal({ CLOUDFLARE_EMAIL_FILE: path })).toBe(
    `${path}, which CLOUDFLARE_EMAIL_FILE names, ${defect}: it cannot be a credential`,
  )
  expect(refusal({ CLOUDFLARE_EMAIL: value })).toBe(`CLOUDFLARE_EMAIL ${defect}: it cannot be a credential`)
})

test('refuses to choose between a variable and its file', () => {
  expect(refusal({ CLOUDFLARE_EMAIL: 'a@b.c', CLOUDFLARE_EMAIL_FILE: '/x' })).toBe(
    'CLOUDFLARE_EMAIL and CLOUDFLARE_EMAIL_FILE are both set; give one of them',
  )
})
