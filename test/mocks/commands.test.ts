import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createProviders } from '../../src/compose/providers.ts'
import { shell, shellWord } from '../../src/spec/index.ts'
import { providerIds } from '../support/providers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'orgmock-commands-'))
  const curl = path.join(folder, 'curl')
  // One line for each word, in hexadecimal; what it prints is what a token endpoint would.
  writeFileSync(
    curl,
    '#!/bin/sh\nfor word in "$@"; do printf %s "$word" | od -An -v -tx1 | tr -d " \\n"; echo; done >> "$WORDS"\n',
  )
  chmodSync(curl, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The words that curl got when a shell ran the command, all calls together; nothing else may have happened. */
function wordsOf(command: string): readonly string[] {
  const words = path.join(folder, 'words')
  writeFileSync(words, '')
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, WORDS: words }
  const { stderr } = spawnSync('sh', ['-c', command], { env, cwd: folder })
  expect(stderr.toString()).toBe('')
  expect(readdirSync(folder).sort()).toEqual(['curl', 'words'])
  const { stdout } = spawnSync('cat', [words])
  return stdout
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => Buffer.from(line, 'hex').toString())
}

const hostile = [
  '$(touch bad)',
  '`touch bad`',
  "'; touch bad; '",
  '"; touch bad; "',
  '& touch bad &',
  '| touch bad',
  '> bad',
  '\\',
  "\\'",
  '!!',
  '*',
  '~',
  '#',
  ' ',
  '\t',
  '\ntouch bad\n',
  '%s',
  '-',
  '$HOME',
  '{a,b}',
]
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  })
  // A program gets no U+0000; a line break at the very end is lost in a shell's $( ).
  .map((parts) => parts.join('').replaceAll('\0', '').replace(/\n+$/, ''))

test('each value in a command is one word', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1, maxLength: 3 }), ([first = '', ...others]) => {
      expect(wordsOf(shell`curl ${first} -x ${others.join('')}`)).toEqual([first, '-x', others.join('')])
      expect(wordsOf(`curl ${shellWord([first])}`)).toEqual([first])
    }),
    { numRuns: 60 },
  )
})

describe.each(providerIds)('the command of %s', (provider) => {
  test('gets the URL of any server as one word', async () => {
    const [made] = await createProviders({ only: [provider] })
    fc.assert(
      fc.property(hostileText, hostileText, (host, token) => {
        const operationUrl = `http://${host}/orgs`
        const tokenUrl = `http://${token}/token`
        const words = wordsOf(made?.client.curl({ baseUrl: `http://${host}`, operationUrl, tokenUrl }) ?? '')
        expect(words.filter((word) => word.startsWith('http'))).toEqual(
          provider === 'cradl'
            ? [tokenUrl, expect.stringMatching(/\?maxResults=5$/)]
            : [expect.stringContaining(operationUrl)],
        )
        expect(words.some((word) => word.startsWith(operationUrl))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
