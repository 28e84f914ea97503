import type { ApiRefusal } from '../../mock/index.ts'
import { anyText, either, oneOf, options, text, wholeNumber } from '../../options/index.ts'
import { ControlError } from '../control-error.ts'
import { instant } from '../duration.ts'
import { journalOf, matcher, type RequestFilter, rawRequests, streamsOf } from '../journal-filter.ts'
import type { RawEntry } from '../raw-entry.ts'
import type { World } from '../world.ts'
import { providerId } from './addressed.ts'
import { harEntry, harForm } from './har.ts'
import { type ListForm, type Operation, operation, shapesOf } from './operation.ts'
import { closed } from './schema-parts.ts'
import { listOf, ref } from './schemas.ts'
import { tenantQuery } from './tenant-name.ts'

const refusalKinds = [
  'unauthenticated',
  'forbidden',
  'invalid-parameter',
  'invalid-cursor',
  'not-found',
  'method-not-allowed',
  'not-acceptable',
  'unsupported-media-type',
  'throttled',
  'internal',
] as const satisfies readonly ApiRefusal['kind'][]

const filters = {
  provider: { shape: providerId, description: 'Id of one provider.' },
  tenant: { ...tenantQuery, description: "Name of a tenant; empty for requests that were nobody's." },
  method: { shape: text(/^[A-Za-z]+$/, 'a method such as GET', 20), description: 'In any letter case.' },
  status: {
    shape: either(
      wholeNumber(100, 599),
      text(/^[1-5](\d\d|[xX]{2})$/, 'a class such as 5xx'),
      (value) => typeof value === 'number',
    ),
    description: 'Such as 429 or 5xx.',
  },
  path: { shape: anyText, description: "Path under the provider's host; `*` stands for any characters." },
  since: {
    shape: either(wholeNumber(0, 999_999_999_999_999), instant, (value) => typeof value === 'number'),
    description: 'Requests after the one with this number, or from this instant on, by the clock of this server.',
  },
  fault: { shape: oneOf(refusalKinds), description: 'Kind of the refusal that the request met, or had asked for.' },
  error: { shape: anyText, description: 'Name of an error that was asked for: `9103` or `cloudflare.9103`.' },
}

const listed = {
  ...filters,
  limit: { shape: wholeNumber(1, 1_000_000), description: 'This many and no more.' },
  order: { shape: oneOf(['asc', 'desc']), description: 'asc, the default, begins with the oldest.' },
}

/** Which requests a program asks for: as the admin API is asked. */
export const requestFilter = options<RequestFilter>(shapesOf(listed))

const example = {
  seq: 12,
  time: '2026-01-01T00:00:00.000Z',
  provider: 'nirvana',
  tenant: 'ordinary',
  request: {
    method: 'GET',
    host: 'api.nirvanalabs.io',
    path: '/v1/organizations',
    query: 'limit=10',
    headers: [{ name: 'Authorization', value: 'Bearer [34 characters, #3f9a2c]' }],
    body: '',
  },
  answer: {
    status: 200,
    headers: [{ name: 'Content-Type', value: 'application/json' }],
    body: '{"items":[],"pagination":{"next_cursor":null,"previous_cursor":null,"total_count":0}}',
    bodyBytes: 85,
  },
  listed: { from: 0, to: 0, count: 0, next: null, previous: null },
  elapsedMs: 0.2,
}
const off = { description: 'The journal is switched off.', schema: ref('Message') }
const ndjson = 'application/x-ndjson'
/** What an archive has at least: everything else is HAR's own. */
const archiveSchema = { type: 'object', required: ['log'] }

/** What clients sent and were answered. */
export const requestOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/requests',
    id: 'listRequests',
    summary: 'what clients sent and were answered; values that may be secret are masked',
    query: {
      ...listed,
      format: {
        shape: oneOf(['json', 'ndjson', 'har']),
        description:
          'ndjson has one entry on each line, as `Accept: application/x-ndjson` asks for; har is an HTTP Archive 1.2, which browsers and proxies open.',
      },
    },
    replies: {
      200: {
        description: 'The entries. As application/x-ndjson one on each line; with format=har an HTTP Archive.',
        schema: { anyOf: [listOf(ref('JournalEntry')), archiveSchema] },
        example: [example],
        types: ['application/json', ndjson],
      },
      409: off,
    },
    handle({ world, query: { format = 'either', ...filter }, wantsLines, origin }) {
      const entries = rawRequests(world, filter)
      if (format === 'har')
        return { status: 200, lines: archived(world, entries, origin), form: harForm(world.backstage?.version ?? '') }
      const isLines = format === 'either' ? wantsLines : format === 'ndjson'
      return { status: 200, lines: rendered(world, entries), form: isLines ? lineForm : arrayForm }
    },
  }),
  operation({
    method: 'get',
    path: '/requests/count',
    id: 'countRequests',
    summary: 'how many there are',
    query: filters,
    replies: {
      200: {
        description: 'How many requests fit the filter.',
        schema: closed({ count: { type: 'integer', minimum: 0 } }),
        example: { count: 3 },
      },
      409: off,
    },
    handle: ({ world, query }) => ({ status: 200, json: { count: rawRequests(world, query).length } }),
  }),
  operation({
    method: 'get',
    path: '/requests/stream',
    id: 'streamRequests',
    summary: 'the same as server-sent events, from now on or behind `since`; goes on behind Last-Event-ID',
    query: filters,
    replies: {
      200: {
        description:
          'Events: `start` (its `start` is another one after each start of the server), `request` with one entry, `forgotten` when entries were removed, `missed` with the `count` of requests that were driven out of the journal before they could be sent.',
        schema: { type: 'string' },
        types: ['text/event-stream'],
      },
      409: off,
      503: { description: 'Sixteen streams are open already.', schema: ref('Message') },
    },
    handle({ world, query: { since, ...filter }, lastEventId }) {
      const isInstant = typeof since === 'string'
      const isWanted = matcher(world, isInstant ? { ...filter, since } : filter)
      const request = { isWanted, since: isInstant ? 0 : since, lastEventId }
      const streams = streamsOf(world)
      return { status: 200, open: (sink) => streams.open(request, sink) }
    },
  }),
  operation({
    method: 'get',
    path: '/requests/{seq}',
    id: 'readRequest',
    summary: 'one request',
    replies: {
      200: { description: 'The entry.', schema: ref('JournalEntry'), example },
      404: { description: 'There is no such request, or it was driven out by later ones.', schema: ref('Message') },
      409: off,
    },
    handle({ world, path }) {
      const { seq } = path
      const found = journalOf(world)
        .entries()
        .find((entry) => String(entry.seq) === seq)
      if (found === undefined)
        throw new ControlError('NOT_FOUND', `there is no request ${JSON.stringify(seq)} in the journal`)
      return { status: 200, json: world.render(found) }
    },
  }),
  operation({
    method: 'delete',
    path: '/requests',
    id: 'deleteRequests',
    summary: 'forget those that fit the filter; all without one',
    query: filters,
    replies: {
      200: {
        description: 'How many were forgotten.',
        schema: closed({ removed: { type: 'integer', minimum: 0 } }),
        example: { removed: 3 },
      },
      409: off,
    },
    handle: ({ world, query }) => ({
      status: 200,
      json: { removed: journalOf(world).remove(matcher(world, query)) },
    }),
  }),
]

const arrayForm: ListForm = { type: 'application/json', before: '[', between: ',\n', after: ']\n' }
const lineForm: ListForm = { type: ndjson, before: '', between: '\n', after: '\n' }

function* archived({ render }: World, entries: readonly RawEntry[], origin: string): Iterable<unknown> {
  for (const entry of entries) yield harEntry(entry, render(entry), origin)
}

/** Each entry is made readable when its turn has come to be sent. */
function* rendered({ render }: World, entries: readonly RawEntry[]): Iterable<unknown> {
  for (const entry of entries) yield render(entry)
}
