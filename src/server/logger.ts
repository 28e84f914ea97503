import { destination, type LevelWithSilent, type Logger, pino } from 'pino'

export type { Logger }

/** Lines are gathered for this long, or until there is so much of them: to write each by itself costs more than to make it. */
const gatherMs = 20
const gatherCharacters = 64 * 1024

/** NDJSON on stderr; stdout is kept for what a program reads. */
export function createLogger(level: LevelWithSilent): {
  logger: Logger
  /** Writes what is pending. */
  close(): void
} {
  const stream = destination({ dest: 2, sync: false })
  let pending = ''
  let timer: NodeJS.Timeout | undefined

  function pass(): void {
    clearTimeout(timer)
    timer = undefined
    stream.write(pending)
    pending = ''
  }

  function flush(): void {
    try {
      if (pending !== '') pass()
      stream.flushSync()
    } catch {
      // stderr is closed or not open yet: there is nobody to tell.
    }
  }

  // What a failing process has said last is what somebody will look for.
  process.once('exit', flush)
  const gathered = {
    write(line: string): void {
      pending += line
      if (pending.length >= gatherCharacters) pass()
      else timer ??= setTimeout(pass, gatherMs).unref()
    },
  }
  return {
    logger: pino({ level, base: null }, gathered),
    close() {
      process.off('exit', flush)
      flush()
    },
  }
}
