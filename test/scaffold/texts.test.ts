import { expect, test } from 'vitest'
import { scaffold } from './scaffolded.ts'
import { small } from './small-document.ts'

/** The expression that the mock gives for a member, and the comment before it. */
function written(name: string, schema: object): { readonly code: string; readonly remark: string } {
  const properties = { id: { type: 'string', format: 'uuid' }, [name]: { type: 'string', ...schema } }
  const items = { type: 'object', properties, required: ['id', name] }
  const { files } = scaffold('api.yaml', small({ schema: { type: 'array', items } }), { id: 'mine', path: '/orgs' })
  const mock = String(files[1]?.text)
  const lines = mock.slice(mock.indexOf('function organization'), mock.indexOf('// ---- replies')).split('\n')
  const at = lines.findIndex((line) => line.trim().startsWith(`${name}: `))
  const before = String(lines[at - 1]).trim()
  return {
    code: String(lines[at])
      .trim()
      .slice(name.length + 2, -1),
    remark: before.startsWith('//') ? before.slice(3) : '',
  }
}

const ranked = (values: string) => new RegExp(`${values}`)

test.each<[name: string, code: string | RegExp, remark: string]>([
  ['created_at', /moment.*366, 1400/, 'Assumed: a moment, going by its name.'],
  ['created', /moment.*366, 1400/, 'Assumed: a moment, going by its name.'],
  ['updated_at', /moment.*\b1, 365/, 'Assumed: a moment, going by its name.'],
  ['last_seen_on', /moment.*\b1, 365/, 'Assumed: a moment, going by its name.'],
  ['uuid', /[uU]uid\(/, ''],
  ['group_guid', /[uU]uid\(/, ''],
  ['email', /office.*@example\.com/, 'Assumed: an address.'],
  ['logo', /https:\/\/example\.com\/.*hexText.*8\)/, 'Assumed: a URL.'],
  ['home_url', /https:\/\/example\.com\/.*hexText.*8\)/, 'Assumed: a URL.'],
  ['api_key', /hexText\(.*12\)/, ''],
  ['slug', /org-/, ''],
  ['domain', /www.*\.example\.com/, ''],
  ['phone', /\+1555.*1000000, 9999999/, ''],
  ['description', /company\.catchPhrase\(\)/, ''],
  ['country', ranked("'DE', 'FR', 'NL', 'US'"), 'Assumed: these values.'],
  ['currency', ranked("'EUR', 'GBP', 'USD'"), 'Assumed: these values.'],
  ['locale', ranked("'de', 'en', 'fr'"), 'Assumed: these values.'],
  ['timezone', ranked("'Europe/Berlin', 'America/New_York', 'UTC'"), 'Assumed: these values.'],
  ['time_zone', ranked("'Europe/Berlin', 'America/New_York', 'UTC'"), 'Assumed: these values.'],
  ['zone', /lorem\.words\(2\)/, ''],
  ['city', /location\.city\(\)/, ''],
  ['first_name', /person\.firstName\(\)/, ''],
  ['last_name', /person\.lastName\(\)/, ''],
  ['owner_name', /person\.fullName\(\)/, ''],
  ['owner_field', /lorem\.words\(2\)/, ''],
  ['first_words', /lorem\.words\(2\)/, ''],
  ['last_words', /lorem\.words\(2\)/, ''],
  ['title', /company\.name\(\)/, ''],
  ['display_name', /company\.name\(\)/, ''],
  ['colour', /lorem\.words\(2\)/, ''],
])('a text that is named %s is one', (name, code, remark) => {
  expect(written(name, {})).toEqual({ code: expect.stringMatching(code), remark })
})

test('an example tells a day from a moment, a number from words, and what a text is like', () => {
  expect(written('start_date', { example: '2026-01-31' })).toEqual({
    code: expect.stringMatching(/moment.*366, 1400.*\.slice\(0, 10\)/),
    remark: 'Assumed: a day, as in the example.',
  })
  expect(written('start_date', { example: 'on 2026-01-31' }).remark).toBe('Assumed: a moment, going by its name.')
  expect(written('start_date', { example: '2026-01-31T00:00:00Z' }).remark).toBe(
    'Assumed: a moment, going by its name.',
  )
  expect(written('colour', { example: '4711' }).code).toMatch(/^String\(.*1, 9999/)
  expect(written('colour', { example: '4711 red' })).toEqual({
    code: expect.stringContaining('lorem.words(2)'),
    remark: "Such as '4711 red'.",
  })
})

test.each<[format: string, code: RegExp]>([
  ['uuid', /[uU]uid\(/],
  ['date-time', /moment.*366, 1400\)$/],
  ['date', /moment.*366, 1400\)\.slice\(0, 10\)$/],
  ['time', /moment.*366, 1400\)\.slice\(11\)$/],
  ['email', /office.*@example\.com/],
  ['idn-email', /office.*@example\.com/],
  ['hostname', /www.*\.example\.com/],
  ['idn-hostname', /www.*\.example\.com/],
  ['ipv4', /192\.0\.2\.\$\{.*1, 254/],
  ['ipv6', /2001:db8::\$\{.*1, 9999/],
  ['uri', /https:\/\/example\.com\/\$\{.*8\)/],
  ['url', /https:\/\/example\.com\/\$\{.*8\)/],
  ['iri', /https:\/\/example\.com\/\$\{.*8\)/],
  ['uri-reference', /`\/\$\{.*8\)/],
  ['iri-reference', /`\/\$\{.*8\)/],
  ['decimal', /1, 999\)\}\.50/],
  ['int32', /^String\(.*1, 9999\)\)$/],
  ['int64', /^String\(.*1, 9999\)\)$/],
  ['byte', /^Buffer\.from\(.*12\)\)\.toString\('base64'\)$/],
  ['duration', /^'P1D'$/],
  ['uri-template', /^'\/\{id\}'$/],
  ['json-pointer', /^'\/a'$/],
  ['relative-json-pointer', /^'0'$/],
  ['regex', /^'\^a\$'$/],
  ['unheard-of', /lorem\.words\(2\)/],
])('a text of the format %s is one', (format, code) => {
  expect(written('field', { format }).code).toMatch(code)
})
