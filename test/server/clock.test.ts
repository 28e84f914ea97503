import { describe, expect, test } from 'vitest'
import { createClock } from '../../src/server/clock.ts'
import { readDuration, readInstant } from '../../src/server/duration.ts'

// The machine's time of these tests, moved by hand.
const noon = Date.UTC(2026, 0, 1, 12)

function stoppedMachine() {
  let time = noon
  return { now: () => time, pass: (milliseconds: number) => (time += milliseconds) }
}

describe('a clock', () => {
  test("is the machine's until somebody touches it", () => {
    const machine = stoppedMachine()
    const clock = createClock(machine.now)
    machine.pass(1_500)
    expect(clock.now()).toBe(noon + 1_500)
    expect(clock.state()).toEqual({
      now: '2026-01-01T12:00:01.500Z',
      isFrozen: false,
      isTouched: false,
      offsetMs: 0,
    })
  })

  test('is not a moment behind the machine when a millisecond passes while it is read', () => {
    let time = noon
    expect(createClock(() => time++).state().offsetMs).toBe(0)
  })

  test('runs on after it was advanced', () => {
    const machine = stoppedMachine()
    const clock = createClock(machine.now)
    expect(clock.advance('PT1H')).toMatchObject({
      now: '2026-01-01T13:00:00.000Z',
      isTouched: true,
      offsetMs: 3_600_000,
    })
    machine.pass(5)
    expect(clock.now()).toBe(noon + 3_600_005)
  })

  test('goes back too', () => {
    const clock = createClock(stoppedMachine().now)
    expect(clock.advance('-P1DT12H').now).toBe('2025-12-31T00:00:00.000Z')
  })

  test('stands still while it is frozen, is moved all the same, and runs on from where it stands', () => {
    const machine = stoppedMachine()
    const clock = createClock(machine.now)
    clock.freeze()
    machine.pass(60_000)
    expect(clock.now()).toBe(noon)
    expect(clock.advance('PT1S')).toMatchObject({ now: '2026-01-01T12:00:01.000Z', isFrozen: true })
    expect(clock.run()).toMatchObject({ now: '2026-01-01T12:00:01.000Z', isFrozen: false })
    machine.pass(10)
    expect(clock.now()).toBe(noon + 1_010)
  })

  test('is set to an instant in any time zone, or to a Date', () => {
    const clock = createClock(stoppedMachine().now)
    expect(clock.set('2027-06-01T00:00:00+02:00').now).toBe('2027-05-31T22:00:00.000Z')
    expect(clock.set(new Date(0)).now).toBe('1970-01-01T00:00:00.000Z')
  })

  test("is the machine's again after a reset", () => {
    const clock = createClock(stoppedMachine().now)
    clock.set('2030-01-01T00:00:00Z')
    clock.freeze()
    expect(clock.reset()).toEqual({ now: '2026-01-01T12:00:00.000Z', isFrozen: false, isTouched: false, offsetMs: 0 })
  })

  test('refuses what has no date in HTTP, and stays where it is', () => {
    const clock = createClock(stoppedMachine().now)
    expect(() => clock.set('1969-12-31T23:59:59Z')).toThrow(
      'the clock runs from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z',
    )
    expect(() => clock.advance('P999999999D')).toThrow('the clock runs from')
    expect(clock.state()).toMatchObject({ now: '2026-01-01T12:00:00.000Z', isTouched: false })
  })

  test('says what it accepts', () => {
    const clock = createClock(stoppedMachine().now)
    expect(() => clock.advance('1h')).toThrow(
      'advance must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H or -P1DT30M, not "1h"',
    )
    expect(() => clock.set('tomorrow')).toThrow(
      'clock.set: set must be an instant such as 2026-01-01T00:00:00Z or a Date, not "tomorrow"',
    )
    expect(() => clock.set(new Date(Number.NaN))).toThrow('set must be an instant')
  })
})

test.each([
  ['PT1H', 3_600_000],
  ['PT1M', 60_000],
  ['PT1S', 1_000],
  ['PT0.5S', 500],
  ['PT0,25S', 250],
  ['P1D', 86_400_000],
  ['P2W', 1_209_600_000],
  ['P1DT2H3M4S', 93_784_000],
  ['-PT15M', -900_000],
  ['+PT15M', 900_000],
  ['PT0S', 0],
])('reads the duration %s', (text, milliseconds) => {
  expect(readDuration(text)).toBe(milliseconds)
})

test.each([
  '',
  'P',
  'PT',
  'P1',
  'PT1',
  '1H',
  'P1H',
  'PT1D',
  'P1Y',
  'P1M',
  'P1DT',
  'PT1.5H',
  'PT1S ',
  'pt1h',
  'PT-1H',
  '--PT1H',
])('refuses %j as a duration', (text) => {
  expect(readDuration(text)).toBeUndefined()
})

test.each([
  ['2026-01-01T00:00:00Z', 1_767_225_600_000],
  ['2026-01-01T00:00Z', 1_767_225_600_000],
  ['2026-01-01T00:00:00.25Z', 1_767_225_600_250],
  ['2026-01-01T01:00:00+01:00', 1_767_225_600_000],
  ['2024-02-29T00:00:00Z', 1_709_164_800_000],
])('reads the instant %s', (text, milliseconds) => {
  expect(readInstant(text)).toBe(milliseconds)
})

test.each([
  '',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-01T25:00:00Z',
  'now',
  '0',
])('refuses %j as an instant', (text) => {
  expect(readInstant(text)).toBeUndefined()
})
