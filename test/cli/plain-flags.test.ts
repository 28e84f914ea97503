import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { plainFlags } from '../../src/cli/plain-flags.ts'
import { orgmock } from '../support/command-line.ts'

// `serve` starts without commander where its words are plain, and must mean what commander makes of the same words.

describe('plain words of serve', () => {
  test.each<[words: string[], flags: Record<string, string | boolean>]>([
    [[], {}],
    [['--port', '0'], { port: '0' }],
    [['--port=0', '--host=::1'], { port: '0', host: '::1' }],
    [['--port', '1', '--port', '2'], { port: '2' }],
    [['--tls', '--tls-port', '8444'], { tls: true, tlsPort: '8444' }],
    [['--no-journal', '--no-admin'], { journal: false, admin: false }],
    [['--config', 'a.yaml'], { config: 'a.yaml' }],
    [['--only', ''], { only: '' }],
    [['--providers', 'one', '--providers', 'two'], { providers: `one${path.delimiter}two` }],
  ])('%j', (words, flags) => {
    expect(plainFlags(words)).toEqual(flags)
  })
})

describe('left to commander', () => {
  test.each([
    [['--help']],
    [['-h']],
    [['--prot', '1']],
    [['--port']],
    [['--port', '-1']],
    [['--tls=yes']],
    [['--journal']],
    [['extra']],
    [['--', '--port', '1']],
  ])('%j', (words) => {
    expect(plainFlags(words)).toBeUndefined()
  })
})

test.each([
  [['--prot', '1'], /^orgmock: unknown option '--prot' .*; serve accepts --config, --host, --port, .*\n$/],
  [['--port', 'many'], /^orgmock: --port must be a whole number from 0 to 65535, not "many"\n$/],
  [['--providers', 'nowhere'], /^orgmock: .*nowhere is no directory; .*\n$/],
])('serve %j says in one line what is wrong', async (words, line) => {
  const { code, stdout, stderr } = await orgmock(['serve', ...words])
  expect(stderr).toMatch(line)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
