import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { withOnePath } from '../../src/scaffold/one-path.ts'

const paths = ['/orgs', '/orgs/{id}', '/a b', '/teams']
const texts = fc.constantFrom(
  'one line',
  'a text\n# with\n\n  /orgs:\nlines',
  "it's: so",
  '/orgs:',
  '',
  '# none',
  'a\\b\n',
)

test('a document with one path says the same of that path and of all else', () => {
  const item = fc.record({ get: fc.record({ summary: texts, description: texts }), parameters: fc.array(texts) })
  const document = fc.record({
    info: fc.record({ title: texts }),
    paths: fc
      .uniqueArray(fc.constantFrom(...paths), { minLength: 1 })
      .chain((names) =>
        fc
          .tuple(...names.map(() => item))
          .map((items) => Object.fromEntries(names.map((name, at) => [name, items[at]]))),
      ),
    components: fc.record({ '/orgs': texts }),
  })
  const indent = fc.constantFrom(1, 2, 4)
  const scalar = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED')
  fc.assert(
    fc.property(document, fc.constantFrom(...paths), indent, scalar, (value, path, indent, defaultStringType) => {
      const text = stringify(value, { indent, defaultStringType, defaultKeyType: 'PLAIN' })
      const cut = withOnePath(text, path)
      const read = parse(cut)
      expect({ ...read, paths: {} }).toEqual({ ...value, paths: {} })
      expect(read.paths[path]).toEqual(value.paths[path])
      expect(cut.split('\n')).toHaveLength(text.split('\n').length)
    }),
    { numRuns: 200 },
  )
})

test('other paths are gone', () => {
  const text = 'paths:\n  /orgs:\n    get: { summary: one }\n  "/teams":\n    get:\n      summary: two\ninfo: {}\n'
  expect(withOnePath(text, '/orgs')).toBe('paths:\n  /orgs:\n    get: { summary: one }\n  "/teams":\n\n\ninfo: {}\n')
})

test.each([
  ['has an anchor in a list', 'paths:\n  /orgs:\n    get: {}\n  /teams:\n    tags: [&one a, *one]\n'],
  ['has an anchor', 'paths:\n  /orgs:\n    get: &read {}\n  /teams:\n    get: *read\n'],
  ['refers to a path', "paths:\n  /orgs:\n    $ref: '#/paths/~1teams'\n  /teams:\n    get: {}\n"],
  ['does not have the path', 'paths:\n  /teams:\n    get: {}\n'],
  ['has its paths on one line', 'paths: { /orgs: { get: {} }, /teams: {} }\n'],
  ['has what is no path among them', 'paths:\n  /orgs:\n    get: {}\n  ? /teams\n  : get\n'],
])('a document that %s is left as it is', (_, text) => {
  expect(withOnePath(text, '/orgs')).toBe(text)
})
