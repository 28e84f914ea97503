import { destination, type LevelWithSilent, type Logger, pino } from 'pino'

export type { Logger }

/** NDJSON on stderr; stdout is kept for what a program reads. Lines are written in batches when requests come fast. */
export function createLogger(level: LevelWithSilent): { logger: Logger; flush(): void } {
  const stream = destination({ dest: 2, sync: false })
  return {
    logger: pino({ level, base: null }, stream),
    flush() {
      try {
        stream.flushSync()
      } catch {
        // stderr is closed or not open yet: there is nobody to tell.
      }
    },
  }
}
