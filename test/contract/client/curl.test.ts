import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf } from '../../../src/contract/client/curl.ts'
import type { RequestSeen } from '../../../src/contract/client/request-bytes.ts'
import { createRedactor } from '../../../src/contract/client/secret-redactor.ts'

const key = '6r17s0jy_b0_RbSofrrNvawFQcaN'
const variables = { NIRVANA_LABS_API_KEY: key }

function request(given: Partial<RequestSeen>): RequestSeen {
  return { method: 'GET', url: 'https://api.nirvanalabs.io/v1/organizations', headers: [], ...given }
}

/** What a POSIX shell makes of the command: the words that curl gets. */
function wordsOf(command: string, environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { env: { ...process.env, ...environment } })
  expect(stderr.toString()).toBe('')
  return stdout.toString().split('\0').slice(0, -1)
}

test('puts the variable where the credential stands', () => {
  const headers = [
    ['Accept', 'application/json'],
    ['Authorization', `Bearer ${key}`],
  ] as const
  const command = curlOf(request({ headers }), createRedactor([key]), variables)
  expect(command).toBe(
    `curl -i https://api.nirvanalabs.io/v1/organizations -H 'Accept: application/json' -H "Authorization: Bearer $NIRVANA_LABS_API_KEY"`,
  )
  expect(wordsOf(command, variables).at(-1)).toBe(`Authorization: Bearer ${key}`)
})

test('redacts credentials that stand in no variable', () => {
  const headers = [
    ['Authorization', 'Bearer eyJhbGciOiJIUzI1NiJ9'],
    ['X-Auth-Key', 'short'],
  ] as const
  const command = curlOf(request({ headers, url: `https://x.example/?a=${key}` }), createRedactor([key]))
  expect(command).toBe(
    `curl -i 'https://x.example/?a=[REDACTED]' -H 'Authorization: Bearer [REDACTED]' -H 'X-Auth-Key: [REDACTED]'`,
  )
})

test('cuts a long URL, and hides a credential that the cut goes through', () => {
  const long = 'c'.repeat(400)
  const command = curlOf(request({ url: `https://x.example/?cursor=${long}${key}${long}` }), createRedactor([key]))
  expect(command).toMatch(/c{400}\[REDACTED\]c+…'/)
  expect(command.length).toBeLessThan(600)
  const through = curlOf(request({ url: `https://x.example/?cursor=${'c'.repeat(475)}${key}` }), createRedactor([key]))
  for (let end = 8; end <= key.length; end += 1) expect(through).not.toContain(key.slice(0, end))
})

test('leaves text alone that only happens to equal a short variable', () => {
  const command = curlOf(request({ url: 'https://x.example/v1' }), createRedactor([]), { EMPTY: '', SHORT: 'v1' })
  expect(command).toBe('curl -i https://x.example/v1')
})

test('tells a variable from the text behind it', () => {
  const headers = [['Authorization', `Bearer ${key}x`]] as const
  const command = curlOf(request({ headers }), createRedactor([key]), variables)
  expect(command).toMatch(/-H "Authorization: Bearer \$\{NIRVANA_LABS_API_KEY\}x"$/)
  expect(wordsOf(command, variables).at(-1)).toBe(`Authorization: Bearer ${key}x`)
})

test.each([
  [{ method: 'HEAD' }, ['-i', '--head', 'https://api.nirvanalabs.io/v1/organizations']],
  [{ method: 'PUT' }, ['-i', '-X', 'PUT', 'https://api.nirvanalabs.io/v1/organizations']],
  [{ url: 'https://x.example/?a[]={b}' }, ['-i', '--globoff', 'https://x.example/?a[]={b}']],
  [{ url: 'https://x.example/a/../b' }, ['-i', '--path-as-is', 'https://x.example/a/../b']],
  [
    { headers: [['X-Auth-Key', '']] as const },
    ['-i', 'https://api.nirvanalabs.io/v1/organizations', '-H', 'X-Auth-Key;'],
  ],
  [
    { body: 'x' },
    ['-i', '-X', 'GET', 'https://api.nirvanalabs.io/v1/organizations', '-H', 'Content-Type:', '--data-raw', 'x'],
  ],
  [
    { method: 'POST', body: '@x', headers: [['content-type', 'text/plain']] as const },
    [
      '-i',
      '-X',
      'POST',
      'https://api.nirvanalabs.io/v1/organizations',
      '-H',
      'content-type: text/plain',
      '--data-raw',
      '@x',
    ],
  ],
])('gives curl the right words for %j', (given, words) => {
  expect(wordsOf(curlOf(request(given), createRedactor([])))).toEqual(words)
})

const shellTexts = ['it\'s $HOME `id` "x" \\ ! * ~ # ; & | < >', '', '-', '$(id)', 'é', 'a%20b']

test.each([...shellTexts, "a\nb\r\n\tc%d\\n'x'\x01end"])(
  'quotes %j so that a shell gives it back, on one line',
  (text) => {
    const command = curlOf(request({ method: 'POST', body: text }), createRedactor([]))
    expect(command).not.toMatch(/[\n\r]/)
    expect(wordsOf(command).at(-1)).toBe(text)
  },
)

test.each(shellTexts)('quotes %j beside a variable', (text) => {
  const headers = [['X', `${key} ${text}`]] as const
  const command = curlOf(request({ headers }), createRedactor([key]), variables)
  expect(command).not.toContain(key)
  expect(wordsOf(command, variables).at(-1)).toBe(`X: ${key} ${text}`)
})

const files = { ca: "company's ca.pem", certificate: 'C:\\pki\\me.pem', key: 'me.key' }

test('names the files that the run connected with, so that curl gets the same words', () => {
  const command = curlOf(request({}), createRedactor([]), {}, { files })
  // Before a colon curl wants a backslash, and before a backslash too.
  expect(wordsOf(command)).toEqual([
    '-i',
    ...['--cacert', "company's ca.pem", '--cert', 'C\\:\\\\pki\\\\me.pem', '--key', 'me.key'],
    'https://api.nirvanalabs.io/v1/organizations',
  ])
})

test('names an authority alone, and no file where there is no TLS', () => {
  expect(curlOf(request({}), createRedactor([]), {}, { files: { ca: 'ca.pem' } })).toBe(
    'curl -i --cacert ca.pem https://api.nirvanalabs.io/v1/organizations',
  )
  expect(curlOf(request({ url: 'http://127.0.0.1:8080/' }), createRedactor([]), {}, { files })).toBe(
    'curl -i http://127.0.0.1:8080/',
  )
})

test('goes past the proxies where the run did', () => {
  const command = curlOf(request({}), createRedactor([]), {}, { usesProxies: false })
  expect(wordsOf(command)).toEqual(['-i', '--noproxy', '*', 'https://api.nirvanalabs.io/v1/organizations'])
})

test.each([
  ['a replaced character', `Bearer ${key.slice(0, 12)}x${key.slice(13)}`, "sed 's/./x/13'"],
  ['a value cut short', `Bearer ${key.slice(0, 20)}`, 'cut -c 1-20'],
  [
    'the other letter case',
    `Bearer ${key.replace(/[a-z]+|[A-Z]+/g, (part) => (part === part.toLowerCase() ? part.toUpperCase() : part.toLowerCase()))}`,
    'tr ',
  ],
])('writes %s as a command that makes it from the variable, and shows nothing of it', (_, header, filter) => {
  const headers = [['Authorization', header]] as const
  const command = curlOf(request({ headers }), createRedactor([key]), variables)
  expect(command).toContain(filter)
  expect(command).toContain('$NIRVANA_LABS_API_KEY')
  for (let start = 0; start + 4 <= key.length; start += 1) expect(command).not.toContain(key.slice(start, start + 4))
  expect(wordsOf(command, variables).at(-1)).toBe(`Authorization: ${header}`)
})

test('redacts what was made of a credential in another way', () => {
  const headers = [['Authorization', `Bearer ${key.slice(1)}`]] as const
  expect(curlOf(request({ headers }), createRedactor([key]), variables)).toContain("'Authorization: Bearer [REDACTED]'")
})
