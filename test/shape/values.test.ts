import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareShapes,
  createShapeRecord,
  lockText,
  type OperationShape,
  type ShapedExchange,
} from '../../src/shape/index.ts'
import { vocabulary } from '../../src/shape/vocabulary.ts'
import { operation } from './provider.ts'

// No value of an answer is in a lock or in a change, whatever the place that it came from.

const plain = fc.constantFrom<[string, ...string[]]>(
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'ada.lovelace@customer-corp.example',
  'Grace Brewster Hopper',
  'hunter2-correct-horse',
  'Zyxwvut Qponmlk Industries',
  '4111111111111111',
  'whsec_QuuxFoobarPlugh',
  'https://intranet.hopper-lab.example/payroll?key=Xyzzy987',
  'org_Brewster8Hopper',
  'las:organization:zyxwvutq',
  '2087-11-23T19:47:31.918Z',
  'deadbeefcafebabe1234567890abcdef',
)
const secret = fc.oneof(
  plain,
  fc.string({ minLength: 8, maxLength: 24 }).map((text) => `Qz${text}`),
  // Letters that no word of ours has beside one another.
  fc.stringMatching(/^[QXZ][qxzjkvw]{5,9} [QXZ][qxzjkvw]{5,9}$/),
)

interface Planted {
  readonly exchange: ShapedExchange
  readonly secrets: readonly string[]
}

/** An answer with secrets as values, as names, in free and in declared objects, in lists, in headers, as the whole body. */
const planted: fc.Arbitrary<Planted> = fc
  .record({
    secrets: fc.array(secret, { minLength: 7, maxLength: 7 }),
    number: fc.integer({ min: 1_000_000, max: 2_000_000_000 }),
    status: fc.constantFrom(200, 200, 200, 401, 404, 418, 500),
    where: fc.integer({ min: 0, max: 9 }),
    type: fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/html', ''),
  })
  .map(({ secrets, number, status, where, type }) => {
    const [a = '', b = '', c = '', d = '', e = '', f = '', g = ''] = secrets
    const row: Record<string, unknown> = {
      id: a,
      name: b,
      created_at: c,
      kind: where % 3 === 0 ? d : 'small',
      size: number,
    }
    if (where === 1) row[e] = f
    if (where === 2) row['metadata'] = { [e]: f, [f]: { [g]: number } }
    if (where === 3) row['tags'] = [e, f, { [g]: g }]
    if (where === 4) row['note'] = { [e]: [f] }
    const body: Record<string, unknown> = { items: [row, { ...row, name: e }], next: g }
    if (where === 5) body[d] = d
    if (where === 6) body['message'] = { [d]: e }
    const isBodySecret = where === 9
    return {
      secrets: [...secrets, String(number)],
      exchange: {
        method: where === 8 ? b : 'GET',
        status,
        headers: [
          ['Content-Type', where === 7 ? e : type],
          ['Set-Cookie', `session=${a}; Path=/${b}; HttpOnly`],
          ['Location', `https://${encodeURIComponent(c)}.example/${d}`],
          [`X-${e.replaceAll(/[^A-Za-z]/g, '')}`, f],
          ['ETag', `"${number}"`],
          [where % 2 === 0 ? 'X-Request-Id' : 'WWW-Authenticate', `Bearer realm="${g}"`],
        ],
        body: isBodySecret ? f : JSON.stringify(where === 6 ? [body] : body),
      },
    }
  })

const partLength = 6

/** Every part of six characters, in small letters, that has at least two letters or digits. */
function partsOf(text: string): Set<string> {
  const small = text.toLowerCase()
  const parts = new Set<string>()
  for (let start = 0; start + partLength <= small.length; start += 1) {
    const part = small.slice(start, start + partLength)
    if (/[a-z0-9].*[a-z0-9]/.test(part)) parts.add(part)
  }
  return parts
}

test('10,000 answers with secrets in every place leave no part of six characters of them', { timeout: 60_000 }, () => {
  const samples = fc.sample(planted, { numRuns: 10_000, seed: 17 })
  const texts: string[] = []
  const shapes: OperationShape[] = []
  const collect = (part: readonly Planted[]) => {
    const record = createShapeRecord({ operation, cursors: ['/next'] })
    for (const { exchange } of part) record.observe(exchange)
    const shape = record.result() as OperationShape
    shapes.push(shape)
    texts.push(lockText({ providers: { acme: { '/rows': shape } } }))
  }
  // All in one shape, and in shapes of their own, where a secret has few answers around it.
  collect(samples)
  for (let start = 0; start < samples.length; start += 250) collect(samples.slice(start, start + 250))
  for (const [index, shape] of shapes.entries()) {
    const other = shapes[(index + 1) % shapes.length] as OperationShape
    texts.push(
      JSON.stringify(compareShapes('acme', { '/rows': shape }, { '/rows': other }), (key, value) =>
        key === 'fingerprint' ? '' : value,
      ),
    )
  }
  const written = partsOf(texts.join('\n'))
  expect([...partsOf('created_at')].every((part) => written.has(part))).toBe(true)
  const document = JSON.stringify(operation.document)
  const ours = partsOf([document, ...vocabulary, lockText({ providers: {} }), frame].join(' '))
  const secrets = new Set(samples.flatMap(({ secrets }) => secrets.flatMap((text) => [...partsOf(text)])))
  expect([...secrets].filter((part) => written.has(part) && !ours.has(part))).toEqual([])
})

/** Words of a lock and of a change. */
const frame =
  'location: document string: number: integer: object: requests pages replies headers declared undeclared required optional permits seen together types forms members unknownmembers breaks lengths cursors sizes asked'

describe('a name that the document does not declare', () => {
  const body = (name: string, count: number) => ({
    items: Array.from({ length: 20 }, (_, index) => ({ id: 'a', name: 'b', ...(index < count ? { [name]: 1 } : {}) })),
  })
  const namesIn = (value: unknown) => {
    const record = createShapeRecord({ operation })
    record.observe({
      method: 'GET',
      status: 200,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify(value),
    })
    return Object.keys(record.result()?.replies['200 application/json']?.body ?? {})
  }

  test.each<[string, unknown, string, boolean]>([
    ['in most objects', body('billing_state', 20), '/items/*/billing_state', true],
    ['in few objects', body('billing_state', 9), '/items/*/billing_state', false],
    ['with many digits', body('tok_48213', 20), '/items/*/tok_48213', false],
    ['with a space', body('Ada Lovelace', 20), '/items/*/Ada Lovelace', false],
    [
      'in a free object',
      { items: Array.from({ length: 20 }, () => ({ metadata: { ada: 1 } })) },
      '/items/*/metadata/ada',
      false,
    ],
    ['in an object that is not declared', body('extra', 20), '/items/*/extra', true],
  ])('%s', (_, value, pointer, isTold) => {
    expect(namesIn(value).includes(pointer)).toBe(isTold)
    if (!isTold) expect(namesIn(value).some((one) => one.endsWith('/*'))).toBe(true)
  })
})
