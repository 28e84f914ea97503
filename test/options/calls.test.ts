import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MockServer, runContracts, startMockServer } from '../../src/compose/index.ts'
import { contractSuite } from '../../src/compose/suite.ts'
import { defineContract } from '../../src/contract/index.ts'
import { defineProvider } from '../../src/mock/index.ts'
import { OptionError } from '../../src/options/index.ts'
import { OrgmockContainer, StartedOrgmockContainer } from '../../src/testcontainers/index.ts'
import { compilerErrors } from '../support/compiler.ts'
import {
  accepted,
  doors,
  exportedCalls,
  type Found,
  formsOf,
  membersOf,
  methodsOf,
  type Schema,
  sample,
  spots,
  withValue,
} from './described-calls.ts'

// Every option of every function that the package exports is described once, and a call keeps to it.

/** They take no options: nothing at all, or values that have no names. Each is called for a request, or with what orgmock made itself. */
const withoutOptions = [
  ...['newAdminToken', 'packageVersion', 'providerSettingsSchema', 'wireFaultMeanings', 'keptOrigins'],
  // Cards that a server gave.
  'formatScorecards',
  // A server's own, without an argument.
  ...['close', 'now', 'state', 'freeze', 'run', 'clock.reset'],
  // contracts/: values in their order.
  ...['bearerCredential', 'headerCredentials', 'counterExamples', 'hasHeader', 'hasText', 'hasValue', 'wholeList'],
  ...['withParameter', 'caseless', 'itemsAt', 'valueAt', 'totalOf', 'plain', 'shown', 'words', 'textOf'],
  ...['readCredentials', 'credentialDefect', 'readRate', 'createRedactor', 'readJson', 'isAtLeast', 'isOnThisMachine'],
  ...['parseReports', 'findingMeaning'],
  // What runContracts has checked goes on to them.
  ...['checkProvider', 'createHttpClient'],
  // mocks/: values in their order; limits come from a definition that was checked.
  ...[
    'linkHeader',
    'allowMethods',
    'operationPath',
    'isPath',
    'bearerToken',
    'safeEqual',
    'tokenHeaders',
    'documentedOAuth',
  ],
  ...[
    'declares',
    'enumValues',
    'fakeSources',
    'headerList',
    'jsonReply',
    'mediaType',
    'opaqueCodec',
    'ownText',
    'parseQuery',
  ],
  ...['publishedBytes', 'boundedCache', 'hexWord', 'uuid', 'selector', 'workshop', 'shell'],
  ...['noKey', 'fixedWindow', 'slidingLog', 'tokenBucket', 'tenantAccount', 'testAccount', 'testCredential'],
  'describeTenant',
  ...['credentialEntries', 'errorEntries'],
  // Their argument is a function: what it gives is checked, see below.
  ...['defineProvider'],
]

let server: MockServer
let calls: readonly Found[]

beforeAll(async () => {
  server = await startMockServer({ count: 1 })
  calls = [...(await exportedCalls()), ...(await methodsOf(server))]
})
afterAll(() => server.close())

/** What the call is refused with; it never waits for what the call would do. */
async function refusal(work: Found['work'], given: readonly unknown[]): Promise<unknown> {
  let result: unknown
  try {
    result = work(...given)
  } catch (error) {
    // A function that gives a promise must not throw.
    return isAsync(work) ? new Error(`it throws: ${error}`) : error
  }
  if (!(result instanceof Promise)) return undefined
  return result.then(
    async (made: { close?: () => Promise<void> } | undefined) => made?.close?.(),
    (error: unknown) => error,
  )
}

function isAsync(work: Found['work']): boolean {
  return work.constructor.name === 'AsyncFunction'
}

/** The arguments of a call with this one at its place. */
function argumentsWith({ call }: Found, place: number, value: unknown): unknown[] {
  return (call?.arguments ?? []).map(({ shape }, index) => (index === place ? value : sample(shape.schema as Schema)))
}

/** Each argument of each described call. */
function everyArgument() {
  return calls.flatMap((found) =>
    (found.call?.arguments ?? []).map((argument, place) => ({
      found,
      place,
      argument,
      schema: argument.shape.schema as Schema,
      call: found.call?.name ?? '',
    })),
  )
}

test('every function that the package exports is described, or is known to take no options', () => {
  const undescribed = calls.filter(({ call }) => call === undefined).map(({ name }) => name)
  const known = withoutOptions.map((name) => name.replace('clock.', ''))
  expect(undescribed.filter((name) => !known.includes(name))).toEqual([])
  expect(known.filter((name) => !undescribed.includes(name))).toEqual([])
})

test('the described options are those of the types that the package declares, and only functions that give a promise are awaited', () => {
  const lines = everyArgument().flatMap(({ found, place, schema, call }) =>
    spots(schema)
      .filter(({ schema: inner, path }) => membersOf(inner).length > 0 && isOnce(schema, path))
      .map(({ path, schema: inner }) => {
        const at = path.reduce(
          (type, step) => `Inside<${type}, ${JSON.stringify(step)}>`,
          `Parameters<${found.type}>[${place}]`,
        )
        const names = membersOf(inner).map((name) => JSON.stringify(name))
        return `Same<'${call}: ${path.join('.')}', Names<${at}>, ${names.join(' | ')}>`
      }),
  )
  const asyncs = calls
    .filter(({ call }) => call !== undefined)
    .map(
      ({ name, type, work }) =>
        `Same<${JSON.stringify(name)}, [ReturnType<${type}>] extends [Promise<unknown>] ? true : false, ${isAsync(work)}>`,
    )
  const text = [
    ...Object.entries(doors).map(([name, [from]]) => `import type * as ${name} from '${from}'`),
    'type Names<T> = T extends readonly unknown[] | ((...given: never[]) => unknown) ? never : T extends object ? keyof T : never',
    'type Item<T> = T extends readonly (infer I)[] ? I : T extends Readonly<Record<string, infer V>> ? V : never',
    "type Inside<T, N extends string> = T extends unknown ? N extends '*' ? Item<T> : N extends keyof T ? NonNullable<T[N]> : never : never",
    'type Same<Name, A, B> = [A] extends [B] ? ([B] extends [A] ? true : Name) : Name',
    ...[...lines, ...asyncs].map((type, index) => `export const one${index}: ${type} = true`),
  ]
  expect(lines.length).toBeGreaterThan(40)
  const { 'options.ts': errors = [] } = compilerErrors({ 'options.ts': text.join('\n') })
  expect(errors).toEqual([])
}, 120_000)

/** A place that several forms of a value have is looked at where the first one has it. */
function isOnce(schema: Schema, path: readonly string[]): boolean {
  return spots(schema).filter((spot) => spot.path.join('/') === path.join('/')).length === 1
}

/** A name with one slip of the hand. */
function slips(name: string): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(name.length - 1), fc.constantFrom('left out', 'twice', 'swapped', 'x')).map(([at, slip]) => {
    const [before, letter = '', after] = [name.slice(0, at), name[at], name.slice(at + 1)]
    if (slip === 'left out') return before + after
    if (slip === 'twice') return before + letter + letter + after
    return slip === 'x' ? `${before}x${after}` : before + after.slice(0, 1) + letter + after.slice(1)
  })
}

function expectOneLine(error: unknown, call: string): string {
  expect(error, call).toBeInstanceOf(OptionError)
  const { message } = error as OptionError
  expect(message.startsWith(`${call}: `), message).toBe(true)
  expect(message).not.toContain('\n')
  expect(message.length).toBeLessThan(2_000)
  return message
}

test('a name with a slip is refused, with the name that is nearest', async () => {
  const places = everyArgument().flatMap((one) =>
    spots(one.schema).flatMap(({ path, schema }) =>
      membersOf(schema).map((name) => ({ ...one, path, name, inner: schema })),
    ),
  )
  expect(places.length).toBeGreaterThan(200)
  await fc.assert(
    fc.asyncProperty(
      fc
        .constantFrom(...places)
        .chain((place) => fc.tuple(fc.constant(place), slips(place.name)))
        .filter(([{ inner }, slip]) => slip.length > 2 && !membersOf(inner).includes(slip)),
      async ([{ found, place, schema, inner, call, path }, slip]) => {
        const whole = { ...(sample(objectOf(inner)) as object), [slip]: 1 }
        const value = withValue(schema, path, whole)
        const message = expectOneLine(await refusal(found.work, argumentsWith(found, place, value)), call)
        expect(message).toContain(`unknown option "`)
        expect(message).toContain(slip)
        expect(message).toMatch(/: did you mean "\w+"\?$/)
      },
    ),
    { numRuns: 400 },
  )
}, 60_000)

function objectOf(schema: Schema): Schema {
  return [schema, ...formsOf(schema)].find((one) => one.properties !== undefined) ?? schema
}

/** What no schema here accepts that is not open to anything. */
const strangers = [
  '',
  'a b\n',
  -1,
  1.5,
  Number.NaN,
  1e300,
  true,
  null,
  [],
  [5],
  {},
  { a: 5 },
  10n,
  Symbol('s'),
  () => 1,
]

/** Whether a value keeps to a schema, judged here and not by the shape. */
function fits(schema: Schema, value: unknown): boolean {
  const { type, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
  const forms = formsOf(schema)
  if (forms.length > 0) return forms.some((one) => fits(one, value))
  if ('const' in schema) return value === schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'].includes(value)
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
    case 'number':
      return typeof value === 'number' && value >= minimum && value <= maximum
    case 'string':
      return typeof value === 'string'
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      // What JSON cannot say: a number never is.
      return typeof value !== 'number'
  }
}

test('a value of a wrong type or out of range is refused, and the message says where', async () => {
  const places = everyArgument().flatMap((one) =>
    spots(one.schema).flatMap(({ path, schema: inner }) => {
      const bounds = [inner, ...formsOf(inner)].flatMap(({ minimum, maximum }) =>
        minimum === undefined || maximum === undefined ? [] : [minimum - 1, maximum + 1],
      )
      if (Object.keys(inner).length === 0 || inner.description === 'a body, or a function') return []
      const wrong = [...strangers, ...bounds].filter((value) => !fits(inner, value))
      return wrong.map((value) => ({ ...one, path, value }))
    }),
  )
  expect(places.length).toBeGreaterThan(2_000)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), async ({ found, place, schema, argument, call, path, value }) => {
      const given = argumentsWith(found, place, withValue(schema, path, value))
      const message = expectOneLine(await refusal(found.work, given), call)
      const named = [argument.name, ...path].filter((step) => step !== undefined && step !== '*')
      expect(message).toContain(`${named.at(-1) ?? 'the options'}`)
      expect(message).toMatch(/ (must|is|needs) /)
    }),
    { numRuns: 1_500 },
  )
}, 120_000)

test('what the schemas accept is accepted', () => {
  for (const { argument, schema, call } of everyArgument()) {
    for (const { path, schema: inner } of spots(schema)) {
      const value = withValue(schema, path, sample(inner))
      expect(() => argument.shape.read(value, []), `${call} ${path.join('.')}`).not.toThrow()
    }
    fc.assert(
      fc.property(accepted(schema), (value) => {
        argument.shape.read(value, [])
      }),
      { numRuns: 30 },
    )
    if (argument.isNeeded) expect(() => argument.shape.read(undefined, []), call).toThrow(OptionError)
  }
})

describe('the message is one clear line:', () => {
  const noise = { describe: () => undefined, test: () => undefined }
  test.each<[sentence: string, work: () => unknown]>([
    ['startMockServer: unknown option "cuont": did you mean "count"?', () => startMockServer({ cuont: 3 } as never)],
    [
      'runContracts: failOn must be one of violation, drift, note, not "violations"',
      () => runContracts({ failOn: 'violations' as never }),
    ],
    ['requests: unknown option "staus": did you mean "status"?', () => server.requests({ staus: 500 } as never)],
    ['startMockServer: only must be a list, not "cloudflare"', () => startMockServer({ only: 'cloudflare' as never })],
    [
      'startMockServer: unknown option "journal.requests"; known are entries, entriesPerTenant, bytes, keep',
      () => startMockServer({ journal: { requests: -1 } as never }),
    ],
    [
      'startMockServer: journal.entries must be a whole number from 1 to 1000000000, not -1',
      () => startMockServer({ journal: { entries: -1 } }),
    ],
    [
      'startMockServer: unknown option "providers.nirvana.faults[0].cod": did you mean "code"?',
      () => startMockServer({ providers: { nirvana: { faults: [{ cod: 1 } as never] } } }),
    ],
    [
      'startMockServer: unknown provider "nirvan": did you mean "nirvana"?',
      () => startMockServer({ providers: { nirvan: { seed: 1 } } }),
    ],
    ['startMockServer: the options must be an object, not 8080', () => startMockServer(8080 as never)],
    [
      'startMockServer: tls needs certificateFile and keyFile together: give both or neither',
      () => startMockServer({ tls: { certificateFile: 'a.pem' } }),
    ],
    [
      'startMockServer: adminToken must be 16 to 4096 visible ASCII characters without spaces',
      () => startMockServer({ adminToken: 'hunter2' }),
    ],
    [
      'runContracts: baseUrl and target name two targets: give one of them',
      () => runContracts({ providers: ['nirvana'], baseUrl: 'http://127.0.0.1:1', target: 'live' }),
    ],
    ['contractSuite: providers is missing', () => contractSuite(noise, {} as never)],
    [
      'contractSuite: unknown option "provider": did you mean "providers"?',
      () => contractSuite(noise, { provider: ['nirvana'], providers: [] } as never),
    ],
    ['tenant: unknown provider "nirvan": did you mean "nirvana"?', () => server.tenant({ provider: 'nirvan' })],
    [
      'clock.advance: advance must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H or -P1DT30M, not 5',
      () => server.clock.advance(5 as never),
    ],
    [
      'withCount: count must be a whole number from 0 to 10000000, not "3"',
      () => new OrgmockContainer().withCount('3' as never),
    ],
    ['withSeed: seed must be a whole number from 0 to 4294967295, not -1', () => new OrgmockContainer().withSeed(-1)],
    [
      'withProviders: ids[1] must be the id of a provider, not 5',
      () => new OrgmockContainer().withProviders('a', 5 as never),
    ],
    [
      'defineProvider: unknown option "largestCuont": did you mean "largestCount"?',
      () => defineProvider((() => ({ largestCuont: 3 })) as never)({} as never),
    ],
    [
      'defineContract: unknown option "observedField": did you mean "observedFields"?',
      () => defineContract((() => ({ observedField: [] })) as never)({} as never),
    ],
  ])('%s', async (sentence, work) => {
    const error = await refusal(async () => work(), [])
    expect(error).toMatchObject({ name: 'OptionError', code: 'BAD_OPTION', message: sentence })
  })

  test('a secret is in none of them', async () => {
    const error = await refusal(async () => startMockServer({ adminToken: 'hunter2 hunter2 hunter2' }), [])
    expect(String((error as Error).stack)).not.toContain('hunter2 hunter2')
  })
})

test('options of a class of the user’s own count as well, and what a prototype holds beside them does not', async () => {
  class Mine {
    get count() {
      return 2
    }
    get other() {
      return 5
    }
  }
  const made = await startMockServer({ ...{}, __proto__: new Mine() } as never)
  await made.close()
  const error = await refusal(async () => startMockServer(Object.create({ count: 'two' })), [])
  expect(error).toMatchObject({
    message: 'startMockServer: count must be a whole number from 0 to 10000000, not "two"',
  })
})

test('the methods of a container are those whose arguments are checked here or by the server', () => {
  const own = (one: { prototype: object }) => Object.getOwnPropertyNames(one.prototype).toSorted()
  expect(own(OrgmockContainer)).toEqual(['constructor', 'start', 'withCount', 'withProviders', 'withSeed'])
  expect(own(StartedOrgmockContainer)).toEqual([
    'constructor',
    'getBaseUrl',
    'getCredentials',
    'getEnvironment',
    'getTokenUrl',
    'getUrl',
    'requests',
    'reset',
  ])
})
