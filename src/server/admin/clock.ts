import { badValue, object, yes } from '../../options/index.ts'
import { duration, instant } from '../duration.ts'
import { type Operation, operation } from './operation.ts'
import { ref } from './schemas.ts'

const answered = {
  200: {
    description: 'Where the clock stands.',
    schema: ref('Clock'),
    example: { now: '2026-01-01T01:00:00.000Z', isFrozen: false, isTouched: true, offsetMs: 3_600_000 },
  },
}

/** The time that providers, journal and the Date of their replies follow. */
export const clockOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/clock',
    id: 'readClock',
    summary: "the time of the server's clock",
    replies: answered,
    handle: ({ world }) => ({ status: 200, json: world.clock.state() }),
  }),
  operation({
    method: 'post',
    path: '/clock',
    id: 'moveClock',
    summary: 'move, freeze or reset the clock; token and cursor expiry and rate windows follow it',
    body: {
      shape: object(
        { advance: duration, set: instant, freeze: yes, run: yes, reset: yes },
        { fewest: 1, description: 'set or advance comes before freeze or run; reset stands alone.' },
      ),
      examples: {
        advance: { advance: 'PT1H' },
        back: { advance: '-P1DT30M' },
        set: { set: '2026-01-01T00:00:00Z' },
        freezeAt: { set: '2026-01-01T00:00:00Z', freeze: true },
        freeze: { freeze: true },
        run: { run: true },
        reset: { reset: true },
      },
    },
    replies: answered,
    handle({ world: { clock }, body }) {
      if (body.freeze && body.run) throw badValue(['freeze'], 'and run are opposites: give one of them')
      if (body.set !== undefined && body.advance !== undefined) {
        throw badValue(['set'], 'and advance both move the clock: give one of them')
      }
      if (body.reset && Object.keys(body).length > 1) {
        throw badValue(['reset'], 'undoes everything else: give it alone')
      }
      if (body.reset) clock.reset()
      if (body.set !== undefined) clock.set(body.set)
      if (body.advance !== undefined) clock.advance(body.advance)
      if (body.freeze) clock.freeze()
      if (body.run) clock.run()
      return { status: 200, json: clock.state() }
    },
  }),
]
