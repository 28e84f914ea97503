import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCredentials } from '../../../src/contract/client/credentials.ts'
import { CouldNotCheck } from '../../../src/contract/types.ts'

const variables = { email: 'CLOUDFLARE_EMAIL', apiKey: 'CLOUDFLARE_API_KEY' }

function file(content: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'orgmock-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = join(directory, 'secret')
  writeFileSync(path, content)
  return path
}

function refusal(environment: Readonly<Record<string, string>>): string {
  try {
    readCredentials(variables, environment)
  } catch (error) {
    if (error instanceof CouldNotCheck) return `${error.code}: ${error.message}`
    throw error
  }
  throw new Error('it was read')
}

test.each(['key', 'key\n', 'key\r\n'])('reads a part from its variable and another from a file with %j', (content) => {
  const environment = { CLOUDFLARE_EMAIL: 'a@b.c', CLOUDFLARE_API_KEY_FILE: file(content) }
  expect(readCredentials(variables, environment)).toEqual({
    credentials: { email: 'a@b.c', apiKey: 'key' },
    missing: [],
  })
})

test('keeps blanks: they may be part of a secret', () => {
  expect(readCredentials({ key: 'K' }, { K_FILE: file(' a b \n') }).credentials).toEqual({ key: ' a b ' })
})

test.each([
  [{}, ['CLOUDFLARE_EMAIL', 'CLOUDFLARE_API_KEY']],
  [{ CLOUDFLARE_EMAIL: 'a@b.c' }, ['CLOUDFLARE_API_KEY']],
  [{ CLOUDFLARE_EMAIL: '', CLOUDFLARE_EMAIL_FILE: '', CLOUDFLARE_API_KEY: 'k' }, ['CLOUDFLARE_EMAIL']],
])('lists what is missing in %j', (environment, missing) => {
  expect(readCredentials(variables, environment)).toEqual({ credentials: undefined, missing })
})

test('names variable and file when a file cannot be read', () => {
  expect(refusal({ CLOUDFLARE_API_KEY_FILE: '/no/such/file' })).toBe(
    'NO_CREDENTIALS: CLOUDFLARE_API_KEY_FILE names /no/such/file, which cannot be read (ENOENT)',
  )
  expect(refusal({ CLOUDFLARE_API_KEY_FILE: tmpdir() })).toMatch(/cannot be read \(EISDIR\)$/)
})

test.each(['', '\n'])('refuses a file that holds only %j', (content) => {
  const path = file(content)
  expect(refusal({ CLOUDFLARE_EMAIL_FILE: path })).toBe(
    `NO_CREDENTIALS: CLOUDFLARE_EMAIL_FILE names ${path}, which is empty`,
  )
})

test('refuses a value of several lines without quoting it', () => {
  const path = file('first\nsecond\n')
  expect(refusal({ CLOUDFLARE_EMAIL_FILE: path })).toBe(
    `NO_CREDENTIALS: ${path}, which CLOUDFLARE_EMAIL_FILE names, holds a line break, which no credential has`,
  )
  expect(refusal({ CLOUDFLARE_EMAIL: 'first\r' })).toBe(
    'NO_CREDENTIALS: CLOUDFLARE_EMAIL holds a line break, which no credential has',
  )
})

test('refuses to choose between a variable and its file', () => {
  expect(refusal({ CLOUDFLARE_EMAIL: 'a@b.c', CLOUDFLARE_EMAIL_FILE: '/x' })).toBe(
    'NO_CREDENTIALS: CLOUDFLARE_EMAIL and CLOUDFLARE_EMAIL_FILE are both set; give one of them',
  )
})
