import type { Report } from '../contract/index.ts'
import { type ContractRuns, type ContractState, type ContractTarget, ControlError } from '../server/index.ts'
import type { ContractOptions } from './check.ts'
import { contractDoor } from './contract-door.ts'
import { oneLine } from './errors.ts'

interface RunsOptions {
  /** Ids of those that are served. */
  readonly providers: readonly string[]
  readonly providerDirectories: readonly string[] | undefined
  /** Of the admin API of this server. */
  readonly token: string | undefined
  /** Of its HTTP listener: a run trusts no certificate that was made at start. */
  readonly plainUrl: (() => string | undefined) | undefined
}

/**
 * Runs of the contract that the admin API starts, in this process: it waits for answers most of the time, and stalls the server for a third
 * of a second at most. Ajv and the laws are loaded with the first run.
 */
export function createContractRuns(options: RunsOptions): ContractRuns {
  let state: ContractState = { run: 0, state: 'none' }
  let report: Report | undefined
  let stop = new AbortController()

  async function run(number: number, target: ContractTarget): Promise<void> {
    const { laws } = await import('../contract/index.ts')
    const ids = target.provider === undefined ? options.providers : [target.provider]
    const of = ids.length * laws.length
    const begun = new Set<string>()
    report = await contractDoor.runContracts?.({
      ...optionsFor(target, ids, options),
      signal: stop.signal,
      onProgress({ provider, law }) {
        const now = `${provider} ${law}`
        begun.add(now)
        state = { run: number, state: 'running', progress: { done: Math.min(begun.size - 1, of), of, now } }
      },
    })
    if (report === undefined) throw new Error('the contract is not a part of this program')
    state = { run: number, state: 'done', progress: { done: of, of, now: '' }, report }
  }

  return {
    start(target) {
      if (state.state === 'running')
        throw new ControlError('EXISTS', `run ${state.run} goes on: wait for it, or stop it`)
      const number = state.run + 1
      state = { run: number, state: 'running', progress: { done: 0, of: 0, now: '' } }
      report = undefined
      stop = new AbortController()
      run(number, target).catch((error: unknown) => {
        state = { run: number, state: 'failed', error: oneLine(error) }
      })
      return number
    },
    get state() {
      return state
    },
    async page() {
      if (report === undefined) return undefined
      const { reporters } = await import('../contract/index.ts')
      return reporters.html(report)
    },
    stop: () => stop.abort(),
  }
}

/** A server is asked under its own admin token, past every proxy. A base URL is checked as by `orgmock check --base-url`. */
function optionsFor(
  target: ContractTarget,
  providers: readonly string[],
  { providerDirectories, token, plainUrl }: RunsOptions,
): ContractOptions {
  const common = { providers, ...(providerDirectories === undefined ? {} : { providerDirectories }) }
  if ('baseUrl' in target) return { ...common, baseUrl: target.baseUrl }
  const { ORGMOCK_ADMIN_TOKEN: _, ORGMOCK_ADMIN_TOKEN_FILE: __, ...environment } = process.env
  const own = token === undefined ? environment : { ...environment, ORGMOCK_ADMIN_TOKEN: token }
  const reached = new URL(target.serverUrl)
  const plain = plainUrl?.()
  if (plain !== undefined) [reached.protocol, reached.port] = ['http:', new URL(plain).port]
  return { ...common, target: reached.origin, proxy: false, environment: own, bodies: 'full' }
}
