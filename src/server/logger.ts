import { type LevelWithSilent, type Logger, pino } from 'pino'
import { createOutput, type Output } from './output.ts'

export type { Logger }

const gatherMs = 20
const warn = pino.levels.values['warn']

const outputs = new WeakMap<Logger, Output>()

/** NDJSON on stderr; stdout is kept for what a program reads. */
export function createLogger(level: LevelWithSilent): {
  logger: Logger
  /** Writes what is pending. */
  close(): void
} {
  const output = createOutput(2, { gatherMs, notice })
  // What a failing process has said last is what somebody will look for.
  process.once('exit', output.close)
  const logger = pino({ level, base: null }, output)
  outputs.set(logger, output)
  return {
    logger,
    close() {
      process.off('exit', output.close)
      output.close()
    },
  }
}

/** Lines of a logger that createLogger made and that could not be written. */
export function droppedLines(logger: Logger): number {
  return outputs.get(logger)?.dropped ?? 0
}

function notice(dropped: number): string {
  return `${JSON.stringify({ level: warn, time: Date.now(), dropped, msg: 'lines of this log were dropped: they could not be written' })}\n`
}
