import { type Listed, type Provider, wireFaults } from '../mock/index.ts'
import type { Schema } from '../options/index.ts'
import { closed, listOf } from './admin/schema-parts.ts'
import { type Decided, decisionOf } from './decided.ts'
import type { Redactor } from './journal-redactor.ts'
import type { RawEntry } from './raw-entry.ts'

/** One header as it was on the wire. */
export interface HeaderLine {
  readonly name: string
  readonly value: string
}

/** One request and its answer, fit to be shown: a value that may be a secret is `[41 characters, #3f9a2c]`. */
export interface JournalEntry {
  /** Rises with every request of the server. */
  readonly seq: number
  /** When the request came, by the server's clock; RFC 3339. */
  readonly time: string
  readonly provider: string
  /** Whose credential it was, refused ones included; absent when it was nobody's. */
  readonly tenant?: string
  readonly request: {
    readonly method: string
    /** The provider's host that was asked. */
    readonly host: string
    /** Under that host, without the query. */
    readonly path: string
    /** Behind `?`; empty without one. */
    readonly query: string
    /** As sent, in the order sent. */
    readonly headers: readonly HeaderLine[]
    /** Null when it was too large, or in a coding that is not read. */
    readonly body: string | null
  }
  readonly answer: {
    readonly status: number
    readonly headers: readonly HeaderLine[]
    /** The beginning only, when `bodyBytes` is more than 65,536; empty in answer to HEAD. */
    readonly body: string
    readonly bodyBytes: number
  }
  /** Kind of the refusal that the request met, or had asked for. */
  readonly fault?: string
  /** Name of the error in the provider's catalogue, when it was asked for: `cloudflare.9103`. */
  readonly error?: string
  /** What was done to the connection. */
  readonly wire?: string
  /** How long the answer was held back, in milliseconds. */
  readonly delayMs?: number
  /** The page, when the answer is one. */
  readonly listed?: Listed
  /** A remark about a request that was served all the same. */
  readonly note?: string
  /** Why it was answered so, as far as that is known; absent when nothing is. */
  readonly decided?: Decided
  /** Until the answer was ready, in milliseconds of the machine's time. */
  readonly elapsedMs: number
}

type Described<T> = Readonly<Record<keyof T, Schema>>

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const milliseconds = { type: 'number', minimum: 0 }
const headers = listOf({ $ref: '#/components/schemas/Header' })

const request: Described<JournalEntry['request']> = {
  method: text,
  host: text,
  path: text,
  query: text,
  headers,
  body: { type: ['string', 'null'], description: 'Null when it was too large, or in a coding that is not read.' },
}

const answer: Described<JournalEntry['answer']> = {
  status: { type: 'integer' },
  headers,
  body: { ...text, description: 'The beginning only, when bodyBytes is more than 65,536.' },
  bodyBytes: count,
}

const page: Described<Listed> = {
  from: count,
  to: count,
  count,
  next: { type: ['string', 'null'] },
  previous: { type: ['string', 'null'] },
}

const decided: Described<Decided> = {
  credential: { ...text, description: 'Name of the account or tenant; never the credential.' },
  scenario: { ...text, description: 'What the name of the account says that it does.' },
  fault: { ...text, description: 'The trouble that was made on demand, and by whom.' },
  page: { ...text, description: 'Which part of the list it is.' },
  error: { ...text, description: 'Id of the error in the catalogue, asked for or met.' },
}

const entry: Described<JournalEntry> = {
  seq: { type: 'integer', minimum: 1, description: 'Rises with every request of the server.' },
  time: { type: 'string', format: 'date-time' },
  provider: text,
  tenant: { ...text, description: "Absent when the credential was nobody's." },
  request: closed(request),
  answer: closed(answer),
  fault: text,
  error: text,
  wire: { type: 'string', enum: wireFaults },
  delayMs: milliseconds,
  listed: closed(page, ['next', 'previous']),
  note: text,
  decided: {
    ...closed(decided, Object.keys(decided), 'Why it was answered so, in words, as far as that is known.'),
    minProperties: 1,
  },
  elapsedMs: milliseconds,
}

/** The entry in the admin API's document. */
export const journalEntrySchema = closed(entry, [
  ...['tenant', 'fault', 'error', 'wire', 'delayMs', 'listed', 'note', 'decided'],
])

/** Makes entries readable; this is where all that the journal put off is done. */
export function entryRenderer(providers: readonly Provider[], redactor: Redactor): (entry: RawEntry) => JournalEntry {
  const byId = new Map(providers.map((provider) => [provider.id, provider]))

  return function renderEntry(raw) {
    const { seq, at, provider, request, answer, rawHeaders, answerBytes, elapsedMs } = raw
    const { tenant, refusal, error, wire, delayMs, listed } = answer
    const served = byId.get(provider)
    const note = served?.note(request, answer)
    const decided = decisionOf(provider, raw)
    const isHead = request.method === 'HEAD'
    const show = redactor.exchange(served, raw)
    // First all of the request: the answer is masked by what was masked here.
    const shownRequest = {
      method: request.method,
      host: request.host,
      path: show.path(request.path),
      query: show.query(request.query),
      headers: lines(rawHeaders, show.header),
      body:
        request.body === undefined
          ? null
          : show.body(Buffer.from(request.body).toString(), String(request.headers['content-type'] ?? '')),
    }
    return {
      seq,
      time: new Date(at).toISOString(),
      provider,
      ...(tenant === undefined ? {} : { tenant }),
      request: shownRequest,
      answer: {
        status: answer.status,
        headers: lines(answer.headers, show.answerHeader),
        body: isHead ? '' : show.answerBody(Buffer.from(answer.body).toString()),
        bodyBytes: isHead ? 0 : answerBytes,
      },
      ...(refusal === undefined ? {} : { fault: refusal }),
      ...(error === undefined ? {} : { error: `${provider}.${error}` }),
      ...(wire === undefined ? {} : { wire }),
      ...(delayMs === undefined ? {} : { delayMs }),
      ...(listed === undefined ? {} : { listed }),
      ...(note === undefined ? {} : { note: show.answer(note) }),
      ...(Object.keys(decided).length === 0 ? {} : { decided }),
      elapsedMs: Math.round(elapsedMs * 1000) / 1000,
    }
  }
}

function lines(raw: readonly string[], show: (name: string, value: string) => string): HeaderLine[] {
  const found: HeaderLine[] = []
  for (let place = 0; place + 1 < raw.length; place += 2) {
    const name = raw[place] ?? ''
    found.push({ name, value: show(name, raw[place + 1] ?? '') })
  }
  return found
}
