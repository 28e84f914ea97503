import type { Answer, MockRequest, Provider } from '../mock/index.ts'
import type { Backstage } from './backstage.ts'
import { type Clock, createClock } from './clock.ts'
import { createJournal, type Journal, type JournalLimits, journalLimits } from './journal.ts'
import { entryRenderer, type JournalEntry } from './journal-entry.ts'
import { createRedactor, type KeptNames, type Redactor } from './journal-redactor.ts'
import { createStreams, type JournalStreams } from './journal-streams.ts'
import type { RawEntry } from './raw-entry.ts'
import { startingPoint } from './starting-point.ts'
import { createTraffic, type Traffic } from './traffic.ts'

/** All that one server keeps while it runs: what its admin API and the programs that started it look at and change. */
export interface World {
  readonly providers: readonly Provider[]
  readonly clock: Clock
  /** Undefined when it was switched off. */
  readonly journal: Journal | undefined
  /** The journal as it is written; undefined without a journal. */
  readonly streams: JournalStreams | undefined
  readonly traffic: Traffic
  /** Takes note of a request and its answer: the hot path's only call into all this. */
  observe(
    provider: Provider,
    request: MockRequest,
    answer: Answer,
    rawHeaders: readonly string[],
    elapsedMs: number,
  ): void
  /** Absent in an app that is put together without it. */
  readonly backstage?: Backstage
  /** Makes the providers as they were at the start, tenants, faults and limits. */
  restoreStart(): void
  /** Makes requests fit to be shown, in the journal and in the log. */
  readonly redactor: Redactor
  /** An entry of the journal, fit to be shown. */
  render(entry: RawEntry): JournalEntry
}

/** Bounds other than 10,000 requests, 1,000 of one tenant, 32 MiB, and names whose values are kept as they are. */
export interface JournalOptions extends Partial<JournalLimits> {
  readonly keep?: KeptNames
}

interface WorldOptions {
  readonly providers: readonly Provider[]
  readonly backstage?: Backstage
  /** Texts of which no part is shown, such as the admin token. Default: none. */
  readonly secrets?: readonly string[]
  /** False keeps no journal. */
  readonly journal?: boolean | JournalOptions
  /** The machine's time, in milliseconds. */
  readonly machineNow?: () => number
}

export function createWorld({
  providers,
  backstage,
  journal: wanted = true,
  machineNow,
  secrets = [],
}: WorldOptions): World {
  const { keep, ...bounds } = typeof wanted === 'boolean' ? {} : wanted
  const limits = { ...journalLimits, ...bounds }
  const redactor = createRedactor({ providers, secrets, ...(keep === undefined ? {} : { keep }) })
  const journal = wanted === false ? undefined : createJournal(limits)
  const traffic = createTraffic(providers)
  const render = entryRenderer(providers, redactor)
  return {
    providers,
    redactor,
    clock: createClock(machineNow),
    journal,
    streams: journal && createStreams(journal, render),
    traffic,
    ...(backstage === undefined ? {} : { backstage }),
    restoreStart: startingPoint(providers),
    observe(provider, request, answer, rawHeaders, elapsedMs) {
      traffic.count(provider, request, answer.status, elapsedMs)
      journal?.record(provider.id, request, answer, rawHeaders, elapsedMs)
    },
    render,
  }
}
