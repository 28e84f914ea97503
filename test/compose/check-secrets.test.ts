import type { IncomingMessage, ServerResponse } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runContracts } from '../../src/compose/index.ts'
import { allFormats, readings, serving } from './leaking-server.ts'

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/']

/** How a server writes the credential. */
const forms: Readonly<Record<string, (key: string) => string>> = {
  plain: (key) => key,
  'in capitals': (key) => key.toUpperCase(),
  'in small letters': (key) => key.toLowerCase(),
  'as its first 20': (key) => key.slice(0, 20),
  'as its last 12': (key) => key.slice(-12),
  'without its last character': (key) => key.slice(0, -1),
  'in halves': (key) => `${key.slice(0, 18)} ${key.slice(18)}`,
  twice: (key) => key + key,
  'in percents': (key) => key.replace(/./g, percent),
  'in percents here and there': (key) => key.replace(/(.{4})(.)/g, (_, before, one) => before + percent(one)),
  'in percents of percents': (key) => key.replace(/./g, percent).replaceAll('%', '%25'),
  'in JSON escapes': (key) => key.replace(/./g, (one) => `\\u00${hexOf(one)}`),
  'in HTML entities': (key) => key.replace(/./g, (one) => `&#x${hexOf(one)};`),
  'in hex': (key) => Buffer.from(key).toString('hex'),
  'in capital hex': (key) => Buffer.from(key).toString('hex').toUpperCase(),
  'in Base64': (key) => Buffer.from(key).toString('base64'),
  'in Base64 behind another': (key) => Buffer.from(`user:${key}`).toString('base64'),
  'in Base64 for URLs': (key) => Buffer.from(`ab${key}`).toString('base64url'),
  'in a URL': (key) => `https://x.example/?a=${encodeURIComponent(key)}&b=1`,
  'behind its scheme': (key) => `Bearer ${key}`,
}

type Answer = (response: ServerResponse, echo: string, count: number) => void
const item = { id: 'i', name: 'n', type: 'company' }
const pagination = { next_cursor: null, previous_cursor: null, total_count: 1 }

/** Where a server writes it. */
const places: Readonly<Record<string, Answer>> = {
  'values of fields': (response, echo) =>
    json(response, {
      items: [{ ...item, name: echo, created_at: echo, type: echo, personal: { a: [echo] } }],
      pagination,
    }),
  ids: (response, echo, count) =>
    json(response, {
      items: [
        { ...item, id: echo },
        { ...item, id: echo },
      ],
      pagination: { ...pagination, next_cursor: count < 3 ? `c${count}` : null, total_count: echo },
    }),
  'ids that are objects': (response, echo) =>
    json(response, { items: [{ ...item, id: { [echo]: [echo] } }], pagination }),
  'names of members': (response, echo) =>
    json(response, { items: [{ ...item, [echo]: { [echo]: echo } }], [echo]: 1, pagination: { [echo]: 1 } }),
  cursors: (response, echo, count) =>
    json(response, {
      items: [{ ...item, id: `x${count}` }],
      pagination: { ...pagination, next_cursor: echo, previous_cursor: echo },
    }),
  headers: (response, echo, count) =>
    json(response, { items: [] }, count % 2 === 0 ? 401 : 200, {
      'X-Echo': echo,
      'WWW-Authenticate': `Bearer realm="${echo}"`,
      Link: `<https://x/${echo}>; rel=next`,
      'Set-Cookie': `k=${echo}`,
    }),
  'names of headers': (response, echo) =>
    json(response, { items: [] }, 200, { [echo.replace(/[^A-Za-z0-9]/g, '-')]: 'v' }),
  'media types': (response, echo) => json(response, { items: [] }, 200, { 'Content-Type': `application/${echo}` }),
  codings: (response, echo) => json(response, { items: [] }, 200, { 'Content-Encoding': echo }),
  'the status line': (response, echo) => void response.writeHead(200, `OK ${echo}`).end('[]'),
  redirects: (response, echo) => json(response, {}, 302, { Location: `https://x.example/${echo}?k=${echo}` }),
  'bodies of errors': (response, echo) =>
    json(response, { message: `bad key ${echo}`, errors: [{ [echo]: echo }] }, 401),
  'text bodies': (response, echo) =>
    void response.writeHead(404, { 'Content-Type': 'text/html' }).end(`<html>no such key: ${echo}</html>`),
  'broken JSON': (response, echo) => void response.writeHead(200, jsonType).end(`{"items":[{"id":"${echo}","na`),
  'names that come twice': (response, echo) =>
    void response.writeHead(200, jsonType).end(`{"items":[{${JSON.stringify(echo)}:1,${JSON.stringify(echo)}:2}]}`),
}

const jsonType = { 'Content-Type': 'application/json' }

function json(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...jsonType, ...headers }).end(JSON.stringify(body))
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, '0')
}

function percent(character: string): string {
  return `%${hexOf(character)}`
}

/** Parts of 12 characters of a secret that can be read out of a text. */
function leaks(text: string, secret: string): readonly string[] {
  const read = readings(text)
  const parts = Array.from({ length: secret.length - 11 }, (_, start) => secret.slice(start, start + 12).toLowerCase())
  return parts.filter((part) => read.includes(part))
}

/** Everything that leaves a check of a server that answers in such a way. */
async function whatLeaves(
  key: string,
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
) {
  let count = 0
  const told: string[] = []
  const report = await serving(
    (request, response) => answer(request, response, count++),
    (url) =>
      runContracts({
        providers: ['nirvana'],
        baseUrl: url,
        bodies: 'full',
        laws: [
          'http/first-page',
          'http/head',
          'http/not-found',
          'pagination/walk',
          'pagination/same-list',
          'pagination/round-trip',
        ],
        maxRequests: 14,
        environment: { NIRVANA_LABS_API_KEY: key },
        onExchange: (request) => told.push(JSON.stringify(request)),
        onProgress: (progress) => told.push(JSON.stringify(progress)),
      }),
  )
  return [...allFormats(report), ['callbacks', told.join('\n')] as const]
}

const keys = fc.array(fc.constantFrom(...alphabet), { minLength: 36, maxLength: 48 }).map((all) => all.join(''))

test.each(Object.entries(places))(
  'nothing leaves of a credential that comes back in %s',
  async (_, answer) => {
    await fc.assert(
      fc.asyncProperty(
        keys,
        fc.constantFrom(...Object.keys(forms)),
        fc.constantFrom(0, 10, 30, 48, 55, 200, 2_040),
        async (key, form, offset) => {
          const echo = `${'p'.repeat(offset)}${(forms[form] as (key: string) => string)(key)}`
          for (const [format, text] of await whatLeaves(key, (_request, response, count) =>
            answer(response, echo, count),
          )) {
            expect(leaks(text, key), `${form} behind ${offset} characters, in ${format}`).toEqual([])
          }
        },
      ),
      { numRuns: 12, endOnFailure: true, seed: 10 },
    )
  },
  120_000,
)

test('nothing leaves of any credential that was sent, when a server gives back whole requests', async () => {
  const key = 'vQ7-kT4wQ9zLm2XvB7nRc5YhJ8sDf6Gp3WqZ'
  const texts = await whatLeaves(key, (request, response, count) => {
    const echo = `${request.method} ${request.url} ${request.rawHeaders.join(' ')}`
    json(
      response,
      { items: [{ id: echo, [echo]: Buffer.from(echo).toString('base64') }], message: echo },
      count % 3 ? 200 : 401,
    )
  })
  for (const [format, text] of texts) expect(leaks(text, key), format).toEqual([])
})

test('a secret in the name of a host is not told', async () => {
  const report = await runContracts({
    providers: ['nirvana'],
    baseUrl: 'http://kt4wq9zlm2xvb7nr.invalid',
    environment: { NIRVANA_LABS_API_KEY: 'kt4wq9zlm2xvb7nr' },
    laws: ['http/first-page'],
  })
  expect(report.providers[0]?.reason).toContain('[REDACTED].invalid')
  for (const [format, text] of allFormats(report)) expect(leaks(text, 'kt4wq9zlm2xvb7nr'), format).toEqual([])
})
