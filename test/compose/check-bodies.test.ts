import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { findProviders, loadSpec, runContracts } from '../../src/compose/index.ts'
import type { BodiesMode } from '../../src/contract/index.ts'
import { isObject, type Json, type JsonObject, resolvePointer } from '../../src/spec/index.ts'
import { allFormats, readings, serving } from './leaking-server.ts'

const environment = {
  CEKURA_API_KEY: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf6Gp3W',
  CLOUDFLARE_EMAIL: 'someone-who-asks@orgmock.example',
  CLOUDFLARE_API_KEY: 'c2547eb745079dac9320b638f5e225cf483cc',
  CRADL_CLIENT_ID: '3r4u2sdkoj9o2q1ojl3n7s9nbi',
  CRADL_CLIENT_SECRET: '1q2w3e4r5t6y7u8i9o0pasdfghjklzxc',
  NIRVANA_LABS_API_KEY: 'kT4wQ9zLm2XvB7nRc5YhJ8sDf6Gp3W',
}

/** In every value that a server makes up. */
const mark = /zebra\d+/

type Damage = 'other texts' | 'texts for all' | 'names' | 'right' | 'lists of texts'

/** Values that fit a schema in form, but for the damage, and hold something private wherever there is room. */
function privateValues(document: JsonObject, damage: Damage, isLastPage: boolean) {
  let count = 0
  const secret = (): string => `Zebra${++count}.person@private.example`

  function made(schema: Json, depth: number): Json {
    if (!isObject(schema) || depth > 8) return secret()
    const { $ref: ref, type, properties, items, allOf, anyOf, oneOf, enum: members } = schema as Record<string, Json>
    if (typeof ref === 'string')
      return made(resolvePointer(document, decodeURIComponent(ref.slice(1))) as Json, depth + 1)
    if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((one) => Object(made(one, depth + 1))))
    const [alternative] = (anyOf ?? oneOf ?? []) as readonly Json[]
    if (alternative !== undefined) return made(alternative, depth + 1)
    if (isObject(properties) || type === 'object') {
      const inner = Object.entries(Object(properties)).map(([name, one]) => [name, made(one as Json, depth + 1)])
      return { ...Object.fromEntries(inner), ...(damage === 'names' ? { [secret()]: { [secret()]: secret() } } : {}) }
    }
    if (type === 'array') {
      if (isLastPage) return []
      const list = [made(items ?? {}, depth + 1), made(items ?? {}, depth + 1)]
      return damage === 'lists of texts' ? list.map(secret) : list
    }
    if (damage === 'texts for all') return secret()
    if (type === 'integer' || type === 'number') return ++count
    if (type === 'boolean') return true
    return damage === 'right' && Array.isArray(members) ? (members[0] as Json) : secret()
  }
  return made
}

async function reportsOf(
  provider: string,
  damage: Damage,
  bodies: BodiesMode | undefined,
  laws: readonly string[] = [],
) {
  const [files] = await findProviders(undefined, [provider])
  if (files === undefined) throw new Error(`no ${provider}`)
  const { repaired } = await loadSpec(files)
  const [content] = repaired.responses.find(({ status }) => status === '200')?.content ?? []
  const told: string[] = []
  function answer(response: ServerResponse, url: string): void {
    const made = privateValues(repaired.document, damage, /[?&]page=[2-9]/.test(url))
    const isToken = url.startsWith('/token')
    const body = isToken
      ? { access_token: 'eyJ0b2tlbiI6MX0.c2lnbmF0dXJlLW9mLWl0', token_type: 'Bearer' }
      : made(content?.schema ?? {}, 0)
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'X-Private': 'zebra1',
      ...(url.includes('x=1') ? { Location: 'https://zebra2.example/' } : {}),
    })
    response.end(JSON.stringify(body))
  }
  const report = await serving(
    (request, response) => answer(response, request.url ?? ''),
    (url) =>
      runContracts({
        providers: [provider],
        baseUrl: url,
        ...(provider === 'cradl' ? { tokenUrl: `${url}/token` } : {}),
        ...(bodies === undefined ? {} : { bodies }),
        laws,
        maxRequests: 60,
        environment,
        onExchange: (request) => told.push(JSON.stringify(request)),
      }),
  )
  return { report, texts: [...allFormats(report), ['callbacks', told.join('\n')] as const] }
}

const damages: readonly Damage[] = ['other texts', 'texts for all', 'names', 'right', 'lists of texts']
const providers = ['cekura', 'cloudflare', 'cradl', 'nirvana']

test.each(providers.flatMap((provider) => damages.map((damage) => [provider, damage] as const)))(
  'reports of a server that is not ours show nothing of what it holds: %s with %s',
  async (provider, damage) => {
    for (const bodies of [undefined, 'masked', 'none'] as const) {
      const { report, texts } = await reportsOf(provider, damage, bodies)
      expect(report.providers[0]?.scenarios.flatMap(({ findings }) => findings).length).toBeGreaterThan(0)
      for (const [format, text] of texts) expect(mark.test(readings(text)), `${bodies}, ${format}`).toBe(false)
    }
  },
  60_000,
)

test.each(providers)('--bodies full shows what a server holds: %s', async (provider) => {
  const { texts } = await reportsOf(provider, 'texts for all', 'full')
  for (const [format, text] of texts) if (format !== 'callbacks') expect(readings(text), format).toMatch(mark)
})

test('filters and cursors of a server are masked in the commands that repeat a request', async () => {
  const { texts } = await reportsOf('cloudflare', 'right', undefined, ['query/filters', 'query/refusals'])
  const [, commands] = texts.at(-1) ?? []
  expect(commands).toContain('name=[text of')
  expect(commands).toContain('status=nonsense')
})

test('mocks that are started for a check are shown in full', async () => {
  const report = await runContracts({ providers: ['nirvana'], laws: ['http/first-page'] })
  expect(report).not.toHaveProperty('bodies')
})
