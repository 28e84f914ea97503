import { argument, call, either, OptionError, thing } from '../options/index.ts'
import { duration, instant, readDuration, readInstant } from './duration.ts'

/** Where a server's clock stands. */
export interface ClockState {
  /** RFC 3339, UTC. */
  readonly now: string
  readonly isFrozen: boolean
  /** Whether anybody has moved or frozen it since the start or the last reset. */
  readonly isTouched: boolean
  /** How far it is ahead of the machine's, in milliseconds; negative behind it. */
  readonly offsetMs: number
}

/** The time that the providers, the journal and the Date of their replies follow. Every change answers with where the clock stands then. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  readonly isTouched: boolean
  state(): ClockState
  /** Moves it by an ISO 8601 duration such as `PT1H` or `-P1D`. Throws OptionError. */
  advance(duration: string): ClockState
  /** Sets it to an instant such as `2026-01-01T00:00:00Z`; it runs on from there unless it is frozen. Throws OptionError. */
  set(instant: string | Date): ClockState
  freeze(): ClockState
  run(): ClockState
  /** The machine's time again, running. */
  reset(): ClockState
}

/** 9999-12-31: later years have no form in HTTP's dates or in RFC 3339. */
const lastInstant = 253_402_300_799_999

const moment = either(
  instant,
  thing<Date>('a Date', (value) => value instanceof Date && !Number.isNaN(value.getTime())),
  (value) => typeof value === 'string',
)

/** A clock that begins as the machine's. `machineNow` is in milliseconds. */
export function createClock(machineNow: () => number = Date.now): Clock {
  let offsetMs = 0
  let frozenAt: number | undefined
  let isTouched = false

  function at(machine: number): number {
    return frozenAt ?? Math.min(machine + offsetMs, lastInstant)
  }

  function now(): number {
    return at(machineNow())
  }

  function state(): ClockState {
    const machine = machineNow()
    const time = at(machine)
    return {
      now: new Date(time).toISOString(),
      isFrozen: frozenAt !== undefined,
      isTouched,
      offsetMs: time - machine,
    }
  }

  function moveTo(time: number): ClockState {
    if (!(time >= 0 && time <= lastInstant)) {
      throw new OptionError([], () => 'the clock runs from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z')
    }
    isTouched = true
    if (frozenAt === undefined) offsetMs = time - machineNow()
    else frozenAt = time
    return state()
  }

  return {
    now,
    get isTouched() {
      return isTouched
    },
    state,
    advance: call('clock.advance', [argument('advance', duration)], (text: string) =>
      moveTo(now() + (readDuration(text) ?? Number.NaN)),
    ),
    set: call('clock.set', [argument('set', moment)], (wanted: string | Date) =>
      moveTo(typeof wanted === 'string' ? (readInstant(wanted) ?? Number.NaN) : wanted.getTime()),
    ),
    freeze() {
      frozenAt = now()
      isTouched = true
      return state()
    },
    run() {
      if (frozenAt !== undefined) {
        offsetMs = frozenAt - machineNow()
        frozenAt = undefined
      }
      isTouched = true
      return state()
    },
    reset() {
      offsetMs = 0
      frozenAt = undefined
      isTouched = false
      return state()
    },
  }
}
