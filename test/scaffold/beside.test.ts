import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { besideReader } from '../../src/compose/beside.ts'
import * as room from '../../src/scaffold/index.ts'
import { patternJudge } from '../../src/spec/index.ts'
import { small } from './small-document.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-beside-'))
const document = path.join(folder, 'api', 'api.yaml')
const patterns = await patternJudge()

beforeAll(() => {
  mkdirSync(path.join(folder, 'api', 'parts'), { recursive: true })
  writeFileSync(path.join(folder, 'secret.yaml'), 'type: array')
  symlinkSync(path.join(folder, 'secret.yaml'), path.join(folder, 'api', 'link.yaml'))
  writeFileSync(path.join(folder, 'api', 'broken.yaml'), 'a: [')
  writeFileSync(path.join(folder, 'api', 'parts', 'list.yaml'), 'type: array\nitems: { $ref: "../row.yaml#/Row" }')
  writeFileSync(path.join(folder, 'api', 'row.yaml'), 'Row: { type: object, properties: { id: { type: string } } }')
})
afterAll(() => rmSync(folder, { recursive: true }))

function made(ref: string): room.Scaffolded {
  const text = small({ schema: { $ref: ref } })
  return room.scaffold(document, text, { id: 'mine', path: '/orgs' }, patterns, besideReader(document))
}

test('files beside the document become components', () => {
  const spec = made('parts/list.yaml').files[0]?.text
  expect(spec).toContain('$ref: "#/components/schemas/list"')
  expect(spec).toContain('$ref: "#/components/schemas/Row"')
})

test.each([
  ['https://example.com/list.yaml', '$ref https://example.com/list.yaml in api.yaml is no file beside the document'],
  ['//example.com/list.yaml', '$ref //example.com/list.yaml in api.yaml is no file beside the document'],
  ['file:///etc/passwd', '$ref file:///etc/passwd in api.yaml is no file beside the document'],
  ['/etc/passwd', '$ref /etc/passwd in api.yaml is no file beside the document'],
  ['../secret.yaml', '$ref ../secret.yaml in api.yaml leads out of the folder of the document'],
  ['parts/../../secret.yaml', 'leads out of the folder of the document'],
  ['%2e%2e/secret.yaml', 'leads out of the folder of the document'],
  ['link.yaml', 'link.yaml, to which api.yaml refers, is no file in the folder of the document'],
  ['parts', 'parts, to which api.yaml refers, is no file in the folder of the document'],
  ['none.yaml', 'none.yaml, to which api.yaml refers, cannot be read (ENOENT)'],
  ['broken.yaml', 'broken.yaml:1:5: '],
  ['row.yaml#/No', '$ref row.yaml#/No names nothing'],
])('a reference to %s is refused', (ref, message) => {
  expect(() => made(ref)).toThrow(message)
})

test('the candidates are the paths with a list, best first', () => {
  const list = { responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: '#/L' } } } } } }
  const text = JSON.stringify({
    openapi: '3.1.0',
    L: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
    paths: {
      '/things': { get: list },
      '/orgs/{org}/teams': { get: list },
      '/teams': { get: list },
      '/organizations': { get: list, post: {} },
      '/organizations/{id}': { get: { responses: { 200: { description: '' } } } },
      '/status': { get: { responses: { 200: { description: '' } } } },
      '/users': { post: {} },
    },
  })
  const found = room.candidatesOf('api.json', text, besideReader(document))
  expect(found.map(({ path }) => path)).toEqual(['/organizations', '/teams', '/things', '/orgs/{org}/teams'])
  expect(found.at(-1)).toEqual({ path: '/orgs/{org}/teams', items: '', pages: 'whole-list', params: ['org'] })
})
