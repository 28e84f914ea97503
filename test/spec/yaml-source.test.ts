import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { readYaml } from '../../src/spec/yaml-source.ts'
import { anyJson } from './arbitrary-json.ts'
import { refusalOf } from './refusal.ts'

test('reads YAML 1.2: keys are text, no is no boolean, folded lines are joined', () => {
  const text = '200: yes\ncountry: no\npattern: >-\n  (a\n  |b)\nversion: 2026-01-28T09:00:46Z\n'
  expect(readYaml('a.yaml', text).value).toEqual({
    200: 'yes',
    country: 'no',
    pattern: '(a |b)',
    version: '2026-01-28T09:00:46Z',
  })
})

test('reads back any JSON value that was written as YAML', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(JSON.stringify(readYaml('a.yaml', stringify(value, { aliasDuplicateObjects: false })).value)).toBe(
        JSON.stringify(value),
      )
    }),
  )
})

test.each([
  ['a key that stands twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', 'YAML_SYNTAX a.yaml:4:3: Map keys must be unique'],
  ['a number and a text as the same key', '200: a\n"200": b\n', 'YAML_SYNTAX a.yaml:2:1: Map keys must be unique'],
  [
    'a list that does not end',
    'a: [1,\n',
    'YAML_SYNTAX a.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['a key that is no text', '? [a]\n: 1\n', 'YAML_SYNTAX a.yaml:1:3: With stringKeys, all keys must be strings'],
  ['an unknown tag', 'a: !money 3\n', 'YAML_SYNTAX a.yaml:1:4: Unresolved tag: !money'],
  ['a merge key', 'a: 1\n<<: {b: 2}\n', 'YAML_NOT_JSON a.yaml:2:1: merge key <<: write the members out'],
  [
    'a merge key further in',
    'a:\n  - b: {"<<": 1}\n    <<: {c: 2}\n',
    'YAML_NOT_JSON a.yaml:3:5: merge key <<: write the members out',
  ],
  ['an alias', 'a: &x [1]\nb: *x\n', 'YAML_NOT_JSON a.yaml:2:4: alias *x: write the value out'],
  ['a number that JSON does not know', 'a:\n  b: .inf\n', 'YAML_NOT_JSON a.yaml:2:6: Infinity is no JSON value'],
])('refuses %s', async (_, text, message) => {
  expect(await refusalOf(() => readYaml('a.yaml', text))).toBe(message)
})

test('refuses two documents in one file', async () => {
  expect(await refusalOf(() => readYaml('a.yaml', 'a: 1\n---\nb: 2\n'))).toMatch(
    /^YAML_SYNTAX a\.yaml:2:1: Source contains/,
  )
})

test.each([
  ['', 2, 1],
  ['/a', 2, 1],
  ['/a/0', 3, 5],
  ['/a/1/b~1c', 4, 5],
  ['/a/1/b~1c/d', 5, 7],
  ['/a/1/b~1c/missing/deeper', 4, 5],
  ['/a/7', 2, 1],
  ['/missing', 2, 1],
])('finds %j at line %i, column %i', (pointer, line, column) => {
  const { position } = readYaml('a.yaml', '# comment\na:\n  - 1\n  - b/c:\n      d: 2\n')
  expect(position(pointer)).toEqual({ line, column })
})

test('takes a quoted << for a name', () => {
  expect(readYaml('a.yaml', '"<<": 1\nb: {\'<<\': {c: 2}}\n').value).toEqual({ '<<': 1, b: { '<<': { c: 2 } } })
})

test('reads very many keys', () => {
  const keys = Array.from({ length: 50_000 }, (_, n) => `k${n}: 1`)
  expect(Object.keys(readYaml('a.yaml', keys.join('\n')).value as object)).toHaveLength(50_000)
  expect(() => readYaml('a.yaml', [...keys, 'k7: 2'].join('\n'))).toThrow('a.yaml:50001:1: Map keys must be unique')
})
