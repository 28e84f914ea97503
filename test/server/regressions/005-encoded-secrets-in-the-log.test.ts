import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startMockServer } from '../../../src/compose/index.ts'
import { ask } from '../../support/http.ts'

// A secret in a URL was recognised as it is, but not percent-encoded.

test.each([
  ['as it is', (key: string) => key],
  ['with one character encoded', (key: string) => `%${key.charCodeAt(0).toString(16)}${key.slice(1)}`],
  ['with every character encoded', (key: string) => encoded(key)],
  ['encoded twice', (key: string) => encodeURIComponent(encoded(key))],
])('a known secret in a URL is not logged %s', async (_, form) => {
  const lines: string[] = []
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(line) })
  await using server = await startMockServer({ logger })
  const sent = form(server.credentials('nirvana')['apiKey'] ?? '')
  await ask(server.url, `/api.nirvanalabs.io/v1/${sent}?limit=${sent}&foo=bar`)
  const { url } = JSON.parse(lines.at(-1) ?? '') as { url: string }
  const mask = `\\[${sent.length} characters, #[0-9a-f]{6}\\]`
  expect(url).toMatch(
    new RegExp(`^/api\\.nirvanalabs\\.io/v1/${mask}\\?limit=${mask}&foo=\\[3 characters, #[0-9a-f]{6}\\]$`),
  )
})

function encoded(text: string): string {
  return [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
}
