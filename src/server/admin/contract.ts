import { badValue, options, someText } from '../../options/index.ts'
import type { ContractState, ContractTarget } from '../backstage.ts'
import { ControlError } from '../control-error.ts'
import { chosenProviders, providerId } from './addressed.ts'
import { backstageOf, withoutBackstage } from './backstage-of.ts'
import { type Call, type Operation, operation } from './operation.ts'
import { closed } from './schema-parts.ts'
import { ref } from './schemas.ts'

interface RunOptions {
  readonly provider?: string
  readonly baseUrl?: string
}

const runOptions = options<RunOptions>({
  provider: providerId,
  baseUrl: someText('a base URL such as https://staging.example.com/v1'),
})

const count = { type: 'integer', minimum: 0 }
const words = { type: 'string' }
const stateSchema = closed(
  {
    run: { ...count, description: 'Number of the run; 0 before the first one.' },
    state: { type: 'string', enum: ['none', 'running', 'done', 'failed'] },
    progress: closed({
      done: { ...count, description: 'Laws that were tried.' },
      of: count,
      now: { ...words, description: 'Provider and law.' },
    }),
    report: { type: 'object', description: 'As `orgmock check --report json` writes it.' },
    error: { ...words, description: 'Why there is no report.' },
  } satisfies Record<keyof ContractState, object>,
  ['progress', 'report', 'error'],
)

/** The contract, held against this server or against a base URL, one run at a time. */
export const contractOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/contract',
    id: 'readContract',
    summary: 'how far the run of the contract is, and its report',
    replies: {
      200: {
        description: 'The last run.',
        schema: stateSchema,
        example: { run: 1, state: 'running', progress: { done: 12, of: 61, now: 'nirvana pagination/walk' } },
      },
      409: withoutBackstage,
    },
    handle: ({ world }) => ({ status: 200, json: backstageOf(world).contract.state }),
  }),
  operation({
    method: 'post',
    path: '/contract',
    id: 'runContract',
    summary: "hold this server, or one provider's base URL, against the contract; as `orgmock check` does",
    body: {
      shape: runOptions,
      isNeeded: false,
      examples: {
        everything: {},
        oneProvider: { provider: 'nirvana' },
        elsewhere: { provider: 'nirvana', baseUrl: 'http://localhost:3000/v1' },
      },
    },
    replies: {
      202: { description: 'It has begun.', schema: closed({ run: count }), example: { run: 1 } },
      409: { description: 'Another run goes on, or the server was put together without it.', schema: ref('Message') },
    },
    handle(call) {
      const { contract } = backstageOf(call.world)
      return { status: 202, json: { run: contract.start(targetOf(call)) } }
    },
  }),
  operation({
    method: 'delete',
    path: '/contract',
    id: 'stopContract',
    summary: 'stop the run; its report tells what was done until then',
    replies: {
      204: { description: 'It stops.' },
      409: withoutBackstage,
    },
    handle({ world }) {
      backstageOf(world).contract.stop()
      return { status: 204 }
    },
  }),
  operation({
    method: 'get',
    path: '/contract/report.html',
    id: 'readContractPage',
    summary: 'the report of the last run as a page',
    replies: {
      200: {
        description: 'A page without script, and without anything from elsewhere.',
        schema: words,
        types: ['text/html'],
      },
      404: { description: 'There is no report.', schema: ref('Message') },
      409: withoutBackstage,
    },
    async handle({ world }) {
      const page = await backstageOf(world).contract.page()
      if (page === undefined) throw new ControlError('NOT_FOUND', 'there is no report: run the contract first')
      return { status: 200, text: page, type: 'text/html' }
    },
  }),
]

/**
 * Throws OptionError and ControlError FORBIDDEN. At a base URL the run sends the credentials that the server's own environment has, and
 * reaches what the server can reach: that is for who has the token and is on its machine.
 */
function targetOf(call: Call<unknown, RunOptions | undefined>): ContractTarget {
  const { provider, baseUrl } = call.body ?? {}
  if (provider !== undefined) chosenProviders(call.world.providers, provider)
  if (baseUrl === undefined) return { serverUrl: call.serverUrl, provider }
  if (provider === undefined) throw badValue(['provider'], 'is needed: a base URL belongs to one provider')
  if (!call.isOwner) {
    throw new ControlError(
      'FORBIDDEN',
      'a base URL is checked only for clients on this machine that have the admin token: orgmock check --base-url does the same elsewhere',
    )
  }
  return { provider, baseUrl }
}
