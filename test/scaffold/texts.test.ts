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
  ['zone', /zone \$\{source\.index \+ 1\}/, ''],
  ['city', /location\.city\(\)/, ''],
  ['first_name', /person\.firstName\(\)/, ''],
  ['last_name', /person\.lastName\(\)/, ''],
  ['owner_name', /person\.fullName\(\)/, ''],
  ['owner_field', /`owner field \$\{/, ''],
  ['first_words', /`first words \$\{/, ''],
  ['last_words', /`last words \$\{/, ''],
  ['title', /company\.name\(\)/, ''],
  ['display_name', /company\.name\(\)/, ''],
  ['colour', /`#\$\{hexText\(.*6\)\}`/, ''],
  ['client_ips', /192\.0\.2\./, ''],
  ['macAddress', /internet\.mac\(\)/, ''],
  ['user_agent', /internet\.userAgent\(\)/, ''],
  ['postal_code', /location\.zipCode\(\)/, ''],
  ['address_line1', /location\.streetAddress\(\)/, ''],
  ['line2', /location\.secondaryAddress\(\)/, ''],
  ['name_kana', /company\.name\(\)/, ''],
  ['lastSync', /moment.*\b1, 365/, 'Assumed: a moment, going by its name.'],
  ['latitude', /^String\(between\(.*-8999, 8999\) \/ 100\)$/, ''],
  ['created_by', /person\.fullName\(\)/, ''],
  ['status', ranked("'active', 'inactive'"), 'Assumed: these values.'],
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
  expect(written('tint', { example: '4711 red' })).toEqual({
    code: expect.stringContaining("['4711 red']"),
    remark: 'From the examples of the document.',
  })
})

test.each<[name: string, examples: readonly string[], code: RegExp]>([
  ['field', ['cus_9s6XKzkNRiz8i3'], /^`cus_\$\{hexText\(source, 'field', 14\)\}`$/],
  ['field', ['8d1f6c4b-2a0e-4d73-9f8c-1d5b7e9a4260'], /[uU]uid\(/],
  ['field', ['2026-01-31T10:00:00+01:00'], /moment\(/],
  ['field', ['ann@acme.org'], /office.*@example\.com/],
  ['field', ['https://acme.org/a'], /https:\/\/example\.com\/.*hexText/],
  ['field', ['10.0.0.2'], /192\.0\.2\./],
  ['type', ['team', 'guest'], ranked("'team', 'guest'")],
  ['name', ['fsn1'], ranked("'fsn1'")],
  ['name', ['Acme Corporation'], /company\.name\(\)/],
  ['colour', ['F5A623'], /^hexText\(source, 'colour', 6\)$/],
])('a text that is named %s with the examples %j is like them', (name, examples, code) => {
  expect(written(name, { examples }).code).toMatch(code)
})

test('an example that does not fit its own schema is not used', () => {
  expect(written('field', { examples: ['too long', 'ok'], maxLength: 3 }).code).toContain("['ok']")
})

test.each<[name: string, schema: object, code: string | RegExp]>([
  ['created', { type: 'integer' }, /^Date\.parse\(moment\(source, 'created', 366, 1400\)\) \/ 1000$/],
  ['updated_at', { type: 'integer' }, /^Date\.parse\(moment\(source, 'updated_at', 1, 365\)\) \/ 1000$/],
  ['field', { type: 'integer', example: 1443175797 }, /^Date\.parse\(moment\(.*\)\) \/ 1000$/],
  ['_on', { type: 'integer', example: 1443175797000 }, /^Date\.parse\(moment\([^/]*$/],
  ['created', { type: 'integer', maximum: 9 }, /^between\(source, 'created', -991, 9\)$/],
  ['created', { type: 'integer', example: 7 }, /^between\(/],
  ['latitude', { type: 'number' }, /^between\(source, 'latitude', -9000, 9000\) \/ 100$/],
  ['lng', { type: 'number', minimum: -180, maximum: 180 }, /^between\(source, 'lng', -18000, 18000\) \/ 100$/],
  ['latitude', { type: 'number', minimum: 10, maximum: 20 }, /^between\(source, 'latitude', 10, 20\)$/],
])('a number that is named %s with %j is of that kind', (name, schema, code) => {
  expect(written(name, schema).code).toMatch(code)
})

test('the identity begins as its example does', () => {
  const items = { type: 'object', properties: { id: { type: 'string', example: 'org_01EHWNCE74X7JSDV0X3SZ3KJNY' } } }
  const { files } = scaffold('api.yaml', small({ schema: { type: 'array', items } }), { id: 'mine', path: '/orgs' })
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  expect(files[1]?.text).toContain(`characters(source, 'id', '${alphabet}', 19)`)
  expect(files[1]?.text).toContain(`numeral(source.index, '${alphabet}', 7)`)
})

test('what whole bodies and objects show is an example of each field in them', () => {
  const text = { type: 'string' }
  const site = { type: 'object', properties: { zone: text, floor: text }, example: { floor: 'attic' } }
  const items = {
    type: 'object',
    properties: { id: text, plan: text, labels: { type: 'array', items: text }, site },
    required: ['id'],
  }
  const schema = { type: 'object', properties: { data: { type: 'array', items } } }
  const rows = [{ id: '1', plan: 'pro', labels: ['red', 'blue'], site: { zone: 'north' } }]
  const content = {
    'application/json': {
      schema,
      examples: { one: { value: { data: rows } }, two: { value: { data: [{ plan: 'free' }] } } },
    },
  }
  const document = small({ responses: { 200: { description: '', content } } })
  const { files } = scaffold('api.yaml', document, { id: 'mine', path: '/orgs' })
  const mock = String(files[1]?.text)
  expect(mock).toContain("plan: source.rotate('plan', ['pro', 'free'])")
  expect(mock).toContain("source.rotate(key, ['red', 'blue'])")
  expect(mock).toContain("zone: source.rotate('site zone', ['north'])")
  expect(mock).toContain("floor: source.rotate('site floor', ['attic'])")
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
  ['unheard-of', /`field \$\{source\.index \+ 1\}`/],
])('a text of the format %s is one', (format, code) => {
  expect(written('field', { format }).code).toMatch(code)
})
