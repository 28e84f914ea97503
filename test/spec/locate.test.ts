import { join } from 'node:path'
import { expect, test } from 'vitest'
import { locate } from '../../src/spec/index.ts'
import { directoryWith } from './directory.ts'
import { refusalOf } from './refusal.ts'

const SPEC = `openapi: 3.1.0
info:
  title: Acme
  version: '1'
servers:
  - url: https://acme.example
paths:
  /orgs:
    get:
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                allOf:
                  - title: first
                  - title: second
                    type: number
`

const SCHEMA = "$.paths['/orgs'].get.responses['200'].content['application/json'].schema"
const OVERLAY = `overlay: 1.1.0
info: { title: Acme errata, version: '1' }
actions:
  - target: ${SCHEMA}.allOf[0]
    x-erratum: E-AC-001
    x-basis: documented
    x-source: the document
    description: Only the second is meant.
    remove: true
  - target: ${SCHEMA}.allOf[0].type
    x-erratum: E-AC-001
    remove: true
  - target: ${SCHEMA}.allOf[0]
    x-erratum: E-AC-001
    update:
      type: object
      properties:
        id:
          type: string
`

const AT = '/paths/~1orgs/get/responses/200/content/application~1json/schema'

test.each([
  ['', 'acme.openapi.yaml', 1, 1],
  ['/info/title', 'acme.openapi.yaml', 3, 3],
  ['/servers/0/url', 'acme.openapi.yaml', 6, 5],
  [`${AT}/allOf`, 'acme.openapi.yaml', 16, 17],
  // The second element became the first.
  [`${AT}/allOf/0/title`, 'acme.openapi.yaml', 18, 21],
  [`${AT}/allOf/0/type`, 'acme.overlay.yaml', 16, 7],
  [`${AT}/allOf/0/properties/id/type`, 'acme.overlay.yaml', 19, 11],
  [`${AT}/allOf/0/properties/id/minLength`, 'acme.overlay.yaml', 18, 9],
  ['/info/nothing/here', 'acme.openapi.yaml', 2, 1],
])('finds %j of the repaired document', async (pointer, file, line, column) => {
  const directory = directoryWith({ 'acme.openapi.yaml': SPEC, 'acme.overlay.yaml': OVERLAY })
  expect(await locate(directory, 'acme', pointer)).toEqual({ file: join(directory, file), line, column })
})

test.each([
  [`${AT}/allOf/0/title`, 17, 21],
  [`${AT}/allOf/1/type`, 19, 21],
  [`${AT}/allOf/1/properties/id`, 18, 21],
])('finds %j of the published document', async (pointer, line, column) => {
  const directory = directoryWith({ 'acme.openapi.yaml': SPEC, 'acme.overlay.yaml': OVERLAY })
  const file = join(directory, 'acme.openapi.yaml')
  expect(await locate(directory, 'acme', pointer, 'published')).toEqual({ file, line, column })
})

test('finds pointers of a provider without errata', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': SPEC })
  const file = join(directory, 'acme.openapi.yaml')
  expect(await locate(directory, 'acme', `${AT}/allOf/1/type`)).toEqual({ file, line: 19, column: 21 })
})

test('knows no place where there is no YAML', async () => {
  expect(await locate(directoryWith({ 'acme.json': '{}' }), 'acme', '/info')).toBeUndefined()
  expect(await locate(join(directoryWith({}), 'missing'), 'acme', '/info')).toBeUndefined()
})

test('refuses what is no provider', async () => {
  const directory = directoryWith({})
  expect((await refusalOf(() => locate(directory, '../acme', '/a'))).replace(directory, 'DIRECTORY')).toBe(
    'PROVIDER_ID DIRECTORY: "../acme" is no provider id: lower-case letters, digits and single hyphens',
  )
})

test('refuses YAML that does not fit', async () => {
  const directory = directoryWith({ 'acme.openapi.yaml': 'a: 1\na: 2\n' })
  expect((await refusalOf(() => locate(directory, 'acme', '/a'))).replace(directory, 'DIRECTORY')).toBe(
    'YAML_SYNTAX DIRECTORY/acme.openapi.yaml:2:1: Map keys must be unique',
  )
})
