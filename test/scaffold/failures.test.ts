import { describe, expect, test } from 'vitest'
import { scaffold } from './scaffolded.ts'
import { small } from './small-document.ts'

const success = {
  description: '',
  content: {
    'application/json': {
      schema: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
    },
  },
}
const message = { type: 'object', properties: { message: { type: 'string' } } }

/** The lines of the contract that say what a refusal promises, by status. */
function promises(responses: Record<string, unknown>): Record<string, string> {
  const { files } = scaffold('api.yaml', small({ responses: { 200: success, ...responses } }), {
    id: 'mine',
    path: '/orgs',
  })
  const text = files.find(({ name }) => name === 'contracts/mine.js')?.text ?? ''
  return Object.fromEntries(
    [...text.matchAll(/^ {2}(\d{3}): (\{ basis: .*\}),$/gm)].map(([, status = '', line = '']) => [status, line]),
  )
}

describe('a refusal is documented when the document declares its status:', () => {
  test.each<[what: string, response: unknown, line: string]>([
    ['without a body', { description: '' }, "{ basis: 'documented' }"],
    [
      'with a body of any JSON',
      { description: '', content: { 'application/json': {} } },
      "{ basis: 'documented', also: [hasText('/message', 'documented')] }",
    ],
    ['with text', { description: '', content: { 'text/plain': {} } }, "{ basis: 'documented' }"],
    [
      'with a schema',
      { description: '', content: { 'application/json': { schema: message } } },
      "{ basis: 'documented', also: [hasText('/message', 'documented')] }",
    ],
    // No body satisfies the schema, so a plain one is served in its place.
    [
      'with a schema that contradicts itself',
      { description: '', content: { 'application/json': { schema: false } } },
      "{ basis: 'documented', also: [hasText('/message', 'documented')] }",
    ],
  ])('%s', (_, response, line) => {
    expect(promises({ 401: response })['401']).toBe(line)
  })

  test('otherwise it is assumed', () => {
    const line = "{ basis: 'assumed', also: [hasText('/message', 'assumed')] }"
    expect(promises({})).toEqual({ 401: line, 404: line, 405: line })
  })

  test('what the operation says of other paths and methods stays assumed', () => {
    expect(promises({ 404: { description: '' }, 405: { description: '' } })).toMatchObject({
      404: "{ basis: 'assumed' }",
      405: "{ basis: 'assumed' }",
    })
  })
})

test('an error that is one text of JSON is sent in quotes', () => {
  const schema = { type: 'string', enum: ['gone'] }
  const responses = { 200: success, 404: { description: '', content: { 'application/json': { schema } } } }
  const { files } = scaffold('api.yaml', small({ responses }), { id: 'mine', path: '/orgs' })
  expect(files.find(({ name }) => name === 'mocks/mine.js')?.text).toContain(`body: () => '"gone"'`)
})
