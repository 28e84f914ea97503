import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { orgmock, orgmockHere } from '../support/command-line.ts'

async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await orgmockHere(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('--version', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }

  test.each(['--version', '-V'])('%s prints the version of the package', async (flag) => {
    expect(await orgmock([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('--help', () => {
  test.each([[['--help']], [['-h']], [['help']]])('%j lists the commands', async (args) => {
    const text = await told(...args)
    for (const command of ['serve', 'specs', 'env', 'credentials', 'errors', 'explain', 'tls'])
      expect(text).toMatch(new RegExp(`^\\s+${command}\\b`, 'm'))
  })

  test.each([
    ['--host', 'HOST'],
    ['--port', 'PORT'],
    ['--seed', 'ORGMOCK_SEED'],
    ['--count', 'ORGMOCK_COUNT'],
    ['--only', 'ORGMOCK_ONLY'],
    ['--providers', 'ORGMOCK_PROVIDERS'],
    ['--log-level', 'ORGMOCK_LOG_LEVEL'],
    ['--tls', 'ORGMOCK_TLS'],
    ['--tls-port', 'ORGMOCK_TLS_PORT'],
    ['--tls-cert', 'ORGMOCK_TLS_CERT'],
    ['--tls-key', 'ORGMOCK_TLS_KEY'],
    ['--tls-names', 'ORGMOCK_TLS_NAMES'],
    ['--tls-ca-out', 'ORGMOCK_TLS_CA_OUT'],
  ])('of serve tells of %s and its variable %s', async (flag, variable) => {
    const text = await told('serve', '--help')
    expect(text).toMatch(new RegExp(`${flag}\\b`))
    expect(text).toMatch(new RegExp(`\\b${variable}\\b`))
  })

  test('of new tells of its options', async () => {
    const text = await told('new', '--help')
    for (const option of ['--from', '--path', '--auth', '--pages', '--items', '--identity', '--dir', '--force']) {
      expect(text).toMatch(new RegExp(`^\\s+${option}\\b`, 'm'))
    }
  })

  test('of specs and of env tells of their options', async () => {
    expect(await told('specs', '--help')).toContain('show')
    expect(await told('specs', 'show', '--help')).toMatch(/--published[\s\S]*--repaired[\s\S]*--json/)
    expect(await told('env', '--help')).toContain('shell')
  })

  test('of the catalogue tells how to get an error, and what can be explained', async () => {
    expect(await told('errors', '--help')).toMatch(/--json[\s\S]*Prefer: error=/)
    expect(await told('explain', '--help')).toMatch(/cloudflare\.9103[\s\S]*E-CF-001[\s\S]*--url/)
    expect(await told('credentials', '--help')).toMatch(/--json[\s\S]*--url/)
  })
})
