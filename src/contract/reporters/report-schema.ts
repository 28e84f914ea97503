import { changeKinds } from '../../shape/index.ts'
import { changeSeverities, type Json, type JsonObject } from '../../spec/index.ts'

/** Names the schema, and with it the version of the format: a change that breaks a reader gets a new number. */
export const reportSchemaId = 'urn:orgmock:report:1'

const text = (description: string): JsonObject => ({ type: 'string', description })
const count = (description: string): JsonObject => ({ type: 'integer', minimum: 0, description })
const milliseconds = (description: string): JsonObject => ({ type: 'number', minimum: 0, description })
const choice = (values: readonly string[], description: string): JsonObject => ({ enum: values, description })
const list = (items: Json, description: string): JsonObject => ({ type: 'array', items, description })
const pointer = (description: string): JsonObject => ({ type: 'string', format: 'json-pointer', description })
const ref = (name: string): JsonObject => ({ $ref: `#/$defs/${name}` })

/** A closed object; names that end in `?` are optional. */
function object(description: string, members: Readonly<Record<string, Json>>): JsonObject {
  const names = Object.keys(members)
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(Object.entries(members).map(([name, schema]) => [name.replace('?', ''), schema])),
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  }
}

const basis = choice(
  ['documented', 'observed', 'assumed'],
  'Where the expectation comes from: the document, public evidence, or a plain choice.',
)
const verdict = choice(
  ['kept', 'broken', 'not-checked'],
  'kept: checked and in order. broken: a finding reaches the severity to fail on. not-checked: no statement can be made.',
)
const family = choice(
  ['shape', 'wire', 'envelope', 'authentication', 'pagination', 'query', 'http', 'seen'],
  'Which family of laws it belongs to.',
)

const finding = object('One thing that is not as promised.', {
  check: text('Stable identifier of the check that found it, such as pagination/each-once.'),
  severity: choice(
    ['violation', 'drift', 'note'],
    'violation: a promise is broken. drift: the server has moved on from its document. note: worth knowing.',
  ),
  basis,
  message: text('One plain sentence.'),
  promised: text('What the contract says.'),
  came: text('What the server did.'),
  'exchange?': count('Number of the exchange in its law, from 0; absent for a finding about the law as a whole.'),
  'at?': pointer('Where in the body. Empty: the whole body.'),
  'clause?': pointer('Where in the OpenAPI document, in the reading that was checked.'),
  'erratum?': text('The known defect of the document that matters here, such as E-CF-001.'),
  'request?': text('The request as a curl command, credentials redacted.'),
  'excerpt?': text('The head of the body that came, secrets redacted.'),
  'again?': {
    type: 'integer',
    minimum: 1,
    description:
      'How often the same came again: in this law, and in others where it is about replies as such or breaks no contract.',
  },
  'location?': object('Where the clause is written.', {
    file: text('The YAML file of the spec or of its overlay, relative to the repository in which the check ran.'),
    line: { type: 'integer', minimum: 1, description: 'From 1.' },
    column: { type: 'integer', minimum: 1, description: 'From 1.' },
  }),
})

const change = object('One thing that is not as the lock file has it.', {
  provider: text('Id of the provider, such as cloudflare.'),
  operation: text('Path of the operation.'),
  kind: choice(changeKinds, 'What kind of change it is.'),
  severity: choice(
    changeSeverities,
    'breaking: a client that kept to the document may fail. notable: clients may want to know. harmless: the document permits it, or nothing depends on it.',
  ),
  at: text('Which answers, and where in them: `*` is any element of a list, or any name that is a value.'),
  message: text('One plain sentence.'),
  before: text('What the lock has.'),
  now: text('What the run saw.'),
  'isFew?': { const: true, description: 'It rests on few samples.' },
  fingerprint: text('The same in every run that finds the same.'),
})

const notLookedAt = list(text('A part of the lock.'), 'What the lock has and the run could not see: no change.')

const scenario = object('What came of one law.', {
  scenario: text('Id of the law, such as pagination/walk.'),
  family,
  title: text('What the law says, in one sentence.'),
  verdict,
  'reason?': text('Why it was not checked, or not to its end.'),
  findings: list(
    ref('finding'),
    'In the order in which they were found, each once. Findings of shape, wire and envelope are about replies as such: they break the contract of the provider, and not this law.',
  ),
  requests: count('How many requests it sent.'),
  durationMs: milliseconds('How long it took, in milliseconds.'),
})

const provider = object('What came of one provider.', {
  provider: text('Id of the provider, such as cloudflare.'),
  title: text('Title of its OpenAPI document.'),
  'edition?': choice(
    ['latest'],
    'Which state of the document: with what has changed since; absent for the documents’ edition.',
  ),
  'document?': text('File of its OpenAPI document, relative to the repository in which the check ran.'),
  target: text('URL under which it was reached.'),
  verdict,
  'reason?': text('Why it could not be checked, or what else decided its verdict.'),
  scenarios: list(ref('scenario'), 'The laws in the order in which they ran.'),
  conformance: object('How many bodies fit the document.', {
    conforms: count('Bodies that fit the document as published and as repaired.'),
    underErrata: {
      type: 'object',
      description:
        'Bodies that fit only the repaired document: how many, by the least set of errata that makes them valid, ids separated by spaces.',
      additionalProperties: count('Number of bodies.'),
    },
    violates: count('Bodies that fit in neither reading, or against an erratum.'),
  }),
  seen: object('How much of what the document declares was witnessed: properties, nulls, enum members, statuses.', {
    total: count('How many there are to see.'),
    witnessed: count('How many were seen at least once.'),
    unseen: list(
      object('Something that never came.', {
        pointer: pointer('Where the document declares it.'),
        what: text('What is missing, such as null, an enum member or a status.'),
      }),
      'What was never seen: a kept contract says nothing about it.',
    ),
  }),
  'sinceLock?': object(
    'What has changed since the lock file; absent where there is none, or where it lacks this operation.',
    {
      changes: list(ref('change'), 'Worst first.'),
      notLookedAt,
    },
  ),
  requests: count('Requests sent to this provider, retries and token requests included.'),
  errata: list(
    object('A known defect of the document that an overlay repairs.', {
      id: text('Stable identifier, such as E-CF-001.'),
      basis,
      reason: text('What is wrong and why the repair is right.'),
      source: text('Where the evidence stands.'),
    }),
    'The known defects of the document.',
  ),
})

/** JSON Schema 2020-12 of the JSON report. */
export const reportSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: reportSchemaId,
  title: 'orgmock report',
  ...object('What a run of orgmock check found, as --report json writes it.', {
    $schema: { const: reportSchemaId, description: 'Id of this schema.' },
    tool: object('What wrote the report.', {
      name: { const: 'orgmock', description: 'Always orgmock.' },
      version: text('Version of the tool.'),
    }),
    target: text('What was checked: mock, live or a URL.'),
    reading: choice(
      ['published', 'repaired'],
      'The reading of the documents that bodies were held against: as the provider prints them, or with the errata applied.',
    ),
    failOn: choice(['violation', 'drift', 'note'], 'The mildest severity that breaks a contract.'),
    'requireBasis?': choice(
      ['documented', 'observed'],
      'How firm a rule must be for its breach to be more than a note; absent where every rule counts.',
    ),
    startedAt: { type: 'string', format: 'date-time', description: 'When the run started.' },
    durationMs: milliseconds('How long the run took, in milliseconds.'),
    interrupted: { type: 'boolean', description: 'Whether the run was stopped before its end.' },
    'bodies?': choice(
      ['masked', 'none'],
      'How much of the bodies of the server findings show; absent where they show their values. masked: of a text that the document does not declare its length and kinds of characters. none: what kind of value it is.',
    ),
    providers: list(ref('provider'), 'One for each provider that was asked for, or that has credentials.'),
    'lock?': object('What became of the lock file; absent where there is none.', {
      file: text('As it was named.'),
      verdict: choice(
        ['kept', 'broken', 'not-checked'],
        'broken: something changed that makes the run fail. not-checked: nothing of the lock was seen. A run that writes the lock fails on no change.',
      ),
      failOnChange: choice(changeSeverities, 'The mildest change that makes the run fail.'),
      isWritten: { type: 'boolean', description: 'Whether the run wrote the file.' },
      looked: count('How many facts of the lock the run saw again.'),
      notLookedAt,
    }),
    'skipped?': list(
      object('A provider that was left out.', {
        provider: text('Id of the provider, such as cloudflare.'),
        title: text('Title of its OpenAPI document.'),
        reason: text('Why.'),
      }),
      'Providers that were not named and have no credentials, where others have some; absent where there are none.',
    ),
  }),
  $defs: { provider, scenario, finding, change },
}
