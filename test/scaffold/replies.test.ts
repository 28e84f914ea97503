import { expect, test } from 'vitest'
import { scaffold } from './scaffolded.ts'
import { row, small } from './small-document.ts'

function mockOf(schema: object, responses: object = {}): string {
  const success = { description: '', content: { 'application/json': { schema } } }
  const { files } = scaffold('api.yaml', small({ responses: { 200: success, ...responses } }), {
    id: 'mine',
    path: '/orgs',
  })
  return String(files[1]?.text)
}

const list = { type: 'array', items: row }

test('flags of success are set beside the list, other flags are not', () => {
  const flag = { type: 'boolean' }
  const properties = { success: flag, OK: flag, okay: flag, unsuccess: flag, successful: flag, orgs: list }
  const mock = mockOf({ type: 'object', properties })
  const envelope = mock.slice(mock.indexOf('envelope:'), mock.indexOf('headers:'))
  for (const part of ['success: true', 'OK: true', 'okay: false', 'unsuccess: false', 'successful: false'])
    expect(envelope).toMatch(new RegExp(`\\b${part}\\b`))
})

test('what is no flag, or may only be false, says so', () => {
  const mock = mockOf({
    type: 'object',
    properties: { success: { enum: [false], type: 'boolean' }, ok: { type: 'string' }, orgs: list },
  })
  expect(mock).toContain('success: false')
  expect(mock).toContain("ok: 'example'")
})

test('a text with both kinds of quotes is one text', () => {
  const mock = mockOf({ type: 'object', properties: { note: { enum: [`it's "so"`] }, orgs: list } })
  expect(mock).toContain(`note: 'it\\'s "so"'`)
  expect(mockOf({ type: 'object', properties: { note: { enum: ["it's so"] }, orgs: list } })).toContain(
    `note: "it's so"`,
  )
})

test.each<[what: string, items: object, body: RegExp]>([
  ['a list of texts holds the message', { type: 'string' }, /body: \(message\) => \(\{ errors: \[message\] \}\)/],
  ['a list of known words holds one of them', { type: 'string', enum: ['bad'] }, /errors: \['bad'\]/],
  ['a list of numbers holds one', { type: 'integer' }, /errors: \[1\]/],
])('in a refusal %s', (_, items, body) => {
  const schema = { type: 'object', properties: { errors: { type: 'array', items } } }
  const refusal = { description: '', content: { 'application/json': { schema } } }
  expect(mockOf(list, { 401: refusal })).toMatch(body)
})
