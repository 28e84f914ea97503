import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import cloudflare from '../../mocks/cloudflare.ts'
import { loadProviderSpec, type OperationSpec } from '../../src/spec/index.ts'
import { ask, makeProvider } from './ask.ts'

interface Organization {
  id: string
  name: string
  status: string
  permissions?: string[]
  roles?: string[]
}

const seeds = [1, 0, 2, 3, 7, 42, 1_234, 65_535, 1_000_003, 2_147_483_648, 4_294_967_295]
const spec = await loadProviderSpec(fileURLToPath(new URL('../../specs/', import.meta.url)), 'cloudflare')

function validator({ document }: OperationSpec, strictTypes: boolean) {
  const ajv = new Ajv2020({ strict: true, strictTypes, allErrors: true })
  ajv.addVocabulary(['example', 'openapi', 'info', 'servers', 'paths', 'components'])
  const pointer = '/paths/~1user~1organizations/get/responses/200/content/application~1json/schema'
  ajv.addSchema({ $id: 'cloudflare', paths: document['paths'] })
  return ajv.compile({ $ref: `cloudflare#${pointer}` })
}

describe.each(seeds)('the 127 organizations of seed %i', async (seed) => {
  const provider = await makeProvider('cloudflare', cloudflare, { seed })
  const { apiEmail, apiKey } = provider.client.credentials
  const headers = { 'x-auth-email': apiEmail ?? '', 'x-auth-key': apiKey ?? '' }
  const bodies: { result: Organization[] }[] = []
  for (const page of [1, 2, 3]) {
    const query = `per_page=50&page=${page}`
    bodies.push(JSON.parse((await ask(provider, { path: '/client/v4/user/organizations', query, headers })).text))
  }
  const all = bodies.flatMap(({ result }) => result)

  test('validate against both readings of the document', () => {
    for (const validate of [validator(spec.repaired, true), validator(spec.published, false)]) {
      for (const body of bodies) expect([validate(body), validate.errors]).toEqual([true, null])
    }
  })

  test('show every status, role, and both optional branches', () => {
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['member', 'invited']))
    expect(new Set(all.flatMap(({ roles = [] }) => roles)).size).toBe(10)
    expect(new Set(all.map(({ roles }) => roles === undefined))).toEqual(new Set([true, false]))
    expect(new Set(all.map(({ permissions }) => permissions === undefined))).toEqual(new Set([true, false]))
  })

  test('are coherent: 32 hex digits that rise, and no permissions before an invitation is accepted', () => {
    expect(all).toHaveLength(127)
    expect(new Set(all.map(({ id }) => id)).size).toBe(127)
    for (const { id, status, permissions = [] } of all) {
      expect(id).toMatch(/^[0-9a-f]{32}$/)
      if (status === 'invited') expect(permissions).toEqual([])
      for (const permission of permissions) expect(permission).toMatch(/^#[a-z_]+:(read|edit)$/)
    }
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted())
  })
})
