import type { Answer, MockRequest, Provider } from '../mock/index.ts'
import { type Clock, createClock } from './clock.ts'
import { createJournal, type Journal, type JournalLimits, journalLimits } from './journal.ts'
import { entryRenderer, type JournalEntry } from './journal-entry.ts'
import { createRedactor } from './journal-redactor.ts'
import type { RawEntry } from './raw-entry.ts'
import { startingPoint } from './starting-point.ts'
import { createTraffic, type Traffic } from './traffic.ts'

/** All that one server keeps while it runs: what its admin API and the programs that started it look at and change. */
export interface World {
  readonly providers: readonly Provider[]
  /** Values that are shown nowhere, beside those of the providers' credentials. */
  readonly secrets: readonly string[]
  readonly clock: Clock
  /** Undefined when it was switched off. */
  readonly journal: Journal | undefined
  readonly traffic: Traffic
  /** Takes note of a request and its answer: the hot path's only call into all this. */
  observe(
    provider: Provider,
    request: MockRequest,
    answer: Answer,
    rawHeaders: readonly string[],
    elapsedMs: number,
  ): void
  /** Makes the providers as they were at the start, tenants, faults and limits. */
  restoreStart(): void
  /** An entry of the journal, fit to be shown. */
  render(entry: RawEntry): JournalEntry
}

interface WorldOptions {
  readonly providers: readonly Provider[]
  /** Default: none. */
  readonly secrets?: readonly string[]
  /** False keeps no journal. */
  readonly journal?: boolean | Partial<JournalLimits>
  /** The machine's time, in milliseconds. */
  readonly machineNow?: () => number
}

export function createWorld({ providers, secrets = [], journal: kept = true, machineNow }: WorldOptions): World {
  const limits = typeof kept === 'boolean' ? journalLimits : { ...journalLimits, ...kept }
  const journal = kept === false ? undefined : createJournal(limits)
  const traffic = createTraffic(providers)
  let renderer: ((entry: RawEntry) => JournalEntry) | undefined
  return {
    providers,
    secrets,
    clock: createClock(machineNow),
    journal,
    traffic,
    restoreStart: startingPoint(providers),
    observe(provider, request, answer, rawHeaders, elapsedMs) {
      traffic.count(provider, request, answer.status, elapsedMs)
      journal?.record(provider.id, request, answer, rawHeaders, elapsedMs)
    },
    render(entry) {
      renderer ??= entryRenderer(providers, createRedactor(providers, secrets))
      return renderer(entry)
    },
  }
}
