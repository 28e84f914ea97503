// Makes a provider of each document in cases/ with defaults, serves it, and looks for what should come: the built program, in a process
// of plain Node. Prints one line of JSON for each case: its name, and what is wrong.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { newProvider, startMockServer } from '../../dist/src/compose/index.js'
import { keyed, walk } from '../corpus/walk.mjs'

// The tests hold the other end: when they are broken off, this ends too.
process.stdin.on('end', () => process.exit(1)).resume()
process.stdin.unref()

const token = 'the-token-of-the-cases'
const bearer = { key: { Authorization: 'Bearer {1}' }, identity: '/id' }
const data = { ...bearer, items: '/data' }
const orgs = { ...bearer, items: '/orgs' }
const results = { ...bearer, items: '/results' }
const page = { by: 'page', parameter: 'page', from: 1 }
const cursor = (parameter, at) => ({ by: 'cursor', parameter, at })

/** By the number of the document: how its client walks, and what to look for besides. Written by hand from the documents. */
const cases = {
  '01': {
    rule: { ...data, pages: { by: 'url', at: '/_links/next/href' }, query: 'per_page=20' },
    look: ({ bodies }) => assert.equal(bodies.at(-1)._links?.next, undefined),
  },
  '02': {
    rule: { ...data, pages: page, query: 'per_page=20', ends: [{ nothing: '/next_page' }] },
    look: ({ bodies }) => assert.equal(bodies.at(-1).next_page_url, null),
  },
  '03': {
    rule: { ...bearer, items: '', pages: { by: 'link' }, query: 'per_page=20' },
    async look({ ask, url }) {
      const link = async (number) => (await ask(`${url}?per_page=20&page=${number}`)).headers.get('link') ?? ''
      const relations = (text) => [...text.matchAll(/rel="(\w+)"/g)].map(([, relation]) => relation).sort()
      assert.deepEqual(relations(await link(2)), ['first', 'last', 'next', 'prev'])
      assert.equal(relations(await link(7)).includes('next'), false)
    },
  },
  '04': {
    rule: { ...data, pages: { by: 'last', parameter: 'after_id' }, query: 'limit=20', ends: [{ false: '/has_more' }] },
    look: ({ bodies: [first] }) => assert.equal(first.last_id, first.data.at(-1).id),
  },
  '05': {
    rule: {
      ...data,
      pages: { by: 'last', parameter: 'starting_after' },
      query: 'limit=20',
      ends: [{ false: '/has_more' }],
    },
  },
  '06': {
    rule: {
      ...bearer,
      items: '/items',
      pages: page,
      query: 'pageSize=50',
      ends: [{ reached: '/pagination/pageCount' }],
    },
    look: ({ bodies: [first] }) => assert.equal(first.pagination.pageCount, 3),
  },
  '07': {
    rule: { ...results, pages: cursor('after', '/paging/next/after'), query: 'limit=20' },
    look: ({ bodies }) => assert.equal(bodies.at(-1).paging?.next, undefined),
  },
  '08': {
    rule: { ...results, pages: cursor('cursor', '/pagination/cursor'), query: 'limit=20' },
    look: ({ bodies }) => assert.equal(bodies.at(-1).pagination, undefined),
  },
  '09': {
    rule: { ...data, pages: cursor('after', '/list_metadata/after'), query: 'limit=20' },
    async look({ ask, url, bodies }) {
      const before = encodeURIComponent(bodies[2].list_metadata.before)
      const { body } = await ask(`${url}?limit=20&before=${before}`)
      assert.deepEqual(body.data, bodies[1].data)
    },
  },
  10: { rule: { ...bearer, items: '/items' } },
  11: {
    rule: data,
    async look({ bare }) {
      const { status, headers } = await bare()
      assert.equal(status, 401)
      assert.match(headers.get('content-type'), /^application\/json/)
    },
  },
  12: { rule: { ...bearer, items: '' } },
  13: { rule: { ...data, pages: page, query: 'page_size=50', ends: [{ reached: '/pages' }] } },
  14: { rule: { ...data, key: { Authorization: 'Token token={1}' } } },
  15: {
    rule: data,
    look: async ({ bare }) =>
      assert.deepEqual((await bare()).body, { id: 'unauthorized', message: 'Unable to authenticate you' }),
  },
  16: { rule: { ...orgs, pages: cursor('pagination.page', '/pagination/next_page'), query: 'pagination.limit=20' } },
  17: { rule: { ...data, pages: cursor('iterator', '/iterator'), query: 'limit=20', ends: [{ true: '/done' }] } },
  18: { rule: { ...orgs, pages: { by: 'url', at: '/next_page_uri' }, query: 'limit=20' } },
  19: { rule: { ...orgs, pages: cursor('until', '/pagination/next'), query: 'limit=20' } },
  20: {
    rule: { ...data, pages: cursor('offset', '/next_page/offset'), query: 'limit=20' },
    look: ({ bodies }) => assert.equal(bodies.at(-1).next_page, null),
  },
  21: { rule: { ...data, identity: '/gid' }, look: ({ choices }) => assert.equal(choices.identity, 'gid') },
  22: {
    rule: { ...data, pages: page, query: 'per_page=20', ends: [{ reached: '/pages' }] },
    look: ({ bodies: [first] }) => assert.equal(first.results, 127),
  },
  23: {
    rule: { ...bearer, items: '/content', pages: { ...page, from: 0 }, query: 'size=20', ends: [{ true: '/last' }] },
    look: ({ bodies }) =>
      assert.deepEqual(
        bodies.map(({ number }) => number),
        [0, 1, 2, 3, 4, 5, 6],
      ),
  },
  24: { rule: { ...data, key: { Authorization: 'Basic {basic}' } } },
  25: { rule: { ...bearer, items: '/items', pages: page, query: 'per_page=20', ends: [{ reached: '/pages' }] } },
  26: { rule: { ...orgs, pages: cursor('cursor', '/cursor') } },
  27: {
    rule: { ...orgs, pages: { by: 'offset', parameter: 'offset' }, query: 'limit=20', ends: [{ nothing: '/more' }] },
    look: ({ bodies }) =>
      assert.deepEqual(
        bodies.map(({ offset }) => offset),
        [0, 20, 40, 60, 80, 100, 120],
      ),
  },
  28: {
    rule: data,
    look({ bodies: [{ data: rows }] }) {
      for (const { id, type, created_at, latitude, status, locale } of rows) {
        assert.match(id, /^org_[0-9A-Z]{26}$/)
        if (type !== undefined) assert.equal(type, 'team')
        if (created_at !== undefined)
          assert.ok(created_at > 1_500_000_000 && created_at < 2_000_000_000, `${created_at}`)
        if (latitude !== undefined) assert.ok(Math.abs(latitude) <= 90, `latitude ${latitude}`)
        if (status !== undefined) assert.ok(['active', 'archived'].includes(status), status)
        if (locale !== undefined) assert.match(locale, /^[a-z]{2}(-[A-Z]{2})?$/)
      }
    },
  },
  29: {
    rule: data,
    async look({ ask, url }) {
      const { headers } = await ask(url)
      assert.deepEqual(
        ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`)),
        ['5000', '4816', '1444931833'],
      )
    },
  },
  30: {
    rule: data,
    look: async ({ bare }) =>
      assert.deepEqual(Object.keys((await bare()).body.error ?? {}).sort(), ['code', 'message']),
  },
  31: { rule: data },
  32: { refused: /orgs\.yaml/ },
  33: { rule: { ...data, key: { 'Client-Id': '{1}', 'Client-Secret': '{2}', 'Api-Version': '{3}' } } },
  34: { rule: { ...data, key: { '?access_token': '{1}' } } },
  35: { rule: { ...data, identity: '/organization/id' } },
  36: { rule: { ...data, identity: '/acme_id' }, look: ({ choices }) => assert.equal(choices.identity, 'acme_id') },
  37: { rule: { ...orgs, pages: cursor('cursor', '/cursor') } },
  38: {
    rule: { ...data, headers: { 'Acme-Version': '1' }, query: 'tenant=acme' },
    async look({ url, secrets }) {
      const { headers } = keyed(url, data, secrets)
      assert.equal((await fetch(`${url}?tenant=acme`, { headers })).status, 400)
      headers.set('acme-version', '1')
      assert.equal((await fetch(url, { headers })).status, 400)
    },
  },
  59: {
    rule: data,
    look: ({ bodies: [{ data: rows }] }) =>
      assert.deepEqual(
        rows.map((row) => Object.keys(row)),
        rows.map(() => ['id', 'name']),
      ),
  },
  39: {
    rule: data,
    look: async ({ throttled }) => assert.deepEqual(Object.keys((await throttled()).body).sort(), ['error', 'status']),
  },
}

Object.assign(cases, {
  40: {
    rule: { ...bearer, items: '' },
    look: ({ bodies: [rows] }) => assert.ok(rows.every(({ email, phone }) => (email ?? phone) !== undefined)),
  },
  41: {
    rule: { ...bearer, items: '' },
    look: ({ bodies: [rows] }) =>
      assert.ok(rows.every(({ plan, seats }) => plan !== 'paid' || Number.isInteger(seats))),
  },
  42: {
    rule: { ...bearer, items: '' },
    look: ({ bodies: [rows] }) => assert.ok(rows.every(({ day }) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day))),
  },
  43: {
    rule: { ...bearer, items: '' },
    look({ bodies: [rows] }) {
      assert.ok(rows.every((row) => !Object.hasOwn(row, 'gone')))
      assert.ok(rows.every(({ n }) => typeof n === 'number' && !Number.isInteger(n)))
      assert.ok(rows.every(({ flags }) => flags.length === 2 && flags[0] !== flags[1]))
    },
  },
  44: {
    rule: {
      ...data,
      key: { 'X-Key': '{1}' },
      headers: { 'Acme-Tenant': 'acme' },
      pages: page,
      query: 'per_page=20',
      ends: [{ reached: '/pages' }],
    },
    async look({ bare, choices }) {
      assert.equal(choices.server, 'https://api.acme.example/v1')
      assert.deepEqual((await bare()).body, { code: 1401, detail: 'Who are you?' })
    },
  },
  45: {
    rule: { ...data, pages: page, query: 'per_page=20', ends: [{ reached: '/pages' }] },
    async look({ bare, bodies: [{ data: rows }] }) {
      assert.ok(rows.every(({ kind }) => ['org', 'team'].includes(kind)))
      assert.deepEqual((await bare()).body, { why: 'no key' })
    },
  },
  46: {
    options: { path: '/orgs/{org}/teams', params: { org: 'a b' } },
    rule: { ...bearer, items: '' },
    async look({ url }) {
      assert.ok(url.endsWith('/v1/orgs/a%20b/teams'))
      assert.equal((await fetch(url.replace('a%20b', 'other'))).status, 404)
    },
  },
  47: { rule: data },
  48: {
    rule: { ...bearer, items: '' },
    look: ({ bodies: [rows] }) => assert.ok(rows.every(({ type }) => type === 'company')),
  },
})

const folder = fileURLToPath(new URL('./cases/', import.meta.url))
const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-cases-'))
for (const name of (await readdir(folder)).sort().filter((file) => /^\d.*\.json$/.test(file))) {
  const number = name.slice(0, 2)
  let wrong = null
  try {
    await judge(`c${number}`, path.join(folder, name), cases[number] ?? cases[Number(number)])
  } catch (error) {
    wrong = `${error.message}`.slice(0, 600)
  }
  console.log(JSON.stringify({ name: name.replace('.json', ''), wrong }))
}
await rm(directory, { recursive: true, force: true })

async function judge(id, from, { rule, look, refused, options }) {
  const made = newProvider({ id, from, path: '/orgs', directory: path.join(directory, id), ...options })
  if (refused !== undefined) return assert.rejects(made, refused)
  const { report, choices } = await made
  const server = await startMockServer({
    providerDirectories: [path.join(directory, id)],
    only: [id],
    count: 127,
    adminToken: token,
  })
  try {
    await served(server, rule, look, choices)
  } finally {
    await server.close()
  }
  const found = report.providers.flatMap(({ scenarios }) => scenarios.flatMap(({ findings }) => findings))
  assert.deepEqual(
    found.map(({ check, message }) => `${check}: ${message}`),
    [],
  )
}

async function served(server, rule, look, choices) {
  const { url: origin } = server
  const admin = await fetch(`${origin}/__admin/providers`, { headers: { authorization: `Bearer ${token}` } })
  const [{ operationUrl: url, credentials, accounts }] = await admin.json()
  const secrets = Object.values(credentials)
  const ask = (target, keys = secrets) => {
    const { url: at, headers } = keyed(target, rule, keys)
    return asked(at, headers)
  }
  const wrong = await ask(
    url,
    secrets.map((secret) => `${secret.slice(0, -3)}zzz`),
  )
  assert.equal(wrong.status, 401, 'a wrong key')
  const walked = await walk(ask, url, rule, 127)
  assert.equal(walked.fault, undefined)
  await look?.({
    ...walked,
    choices,
    ask,
    url,
    secrets,
    bare: () => asked(url, rule.headers),
    throttled: () => ask(url, Object.values(accounts.throttled.credentials)),
  })
}

async function asked(url, headers = {}) {
  const reply = await fetch(url, { headers })
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, body: text === '' ? undefined : JSON.parse(text) }
}
