import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/spec/index.ts'
import { scaffold } from './scaffolded.ts'

// What the document shows of whole items, of the id that an item repeats, and of its path.

const text = { type: 'string' }
const properties = {
  id: { ...text, example: 'team_0a1b2c3d4e5f' },
  name: text,
  org_id: text,
  settings: { type: 'object', required: ['team_id', 'mode'], properties: { team_id: text, mode: text } },
}

function mockOf(example: Json, params: Readonly<Record<string, string>> = { org: 'acme' }): string {
  const items = { type: 'object', required: ['id', 'name', 'org_id', 'settings'], properties }
  const body = { schema: { type: 'array', items }, ...(example === null ? {} : { example }) }
  const document = {
    openapi: '3.0.3',
    info: { title: 'Teams', version: '1' },
    servers: [{ url: 'https://teams.example' }],
    paths: {
      '/orgs/{org}/teams': {
        get: { responses: { 200: { description: 'OK', content: { 'application/json': body } } } },
      },
    },
  }
  const { files } = scaffold('api.json', JSON.stringify(document), { id: 'mine', path: '/orgs/{org}/teams', params })
  return files.find(({ name }) => name === 'mocks/mine.js')?.text ?? ''
}

const first = { id: 'team_1', name: 'Rowing', org_id: 'other', settings: { team_id: 'team_1', mode: 'open' } }

describe('whole items in an example', () => {
  test('are what the first organizations are, without ids and what the path says', () => {
    const mock = mockOf([first, { ...first, id: 'team_2', name: 'Chess' }])
    expect(mock).toContain("const shownFirst = [\n  { name: 'Rowing' },\n  { name: 'Chess' },\n]")
    expect(mock).toContain('...shownFirst[source.index],')
  })

  test('are left alone where they do not fit their schema, and where there are none', () => {
    for (const example of [[{ ...first, name: 7 }], [{ id: 'team_1' }], [], null]) {
      expect(mockOf(example)).not.toContain('shownFirst')
    }
  })
})

test('the id of an item is repeated inside of it', () => {
  const mock = mockOf(null)
  const codes = [...mock.matchAll(/^ *(?:team_id|id): (.*)$/gm)].map(([, code = '']) => code)
  expect(codes).toHaveLength(2)
  expect(codes[0]).toBe(codes[1])
})

test.each([
  ['acme', "org_id: 'acme'"],
  ["a'b", 'org_id: "a\'b"'],
])('what the path says of the parent is in its items: %s', (org, line) => {
  expect(mockOf(null, { org })).toContain(line)
})
