import { constants, fstatSync, openSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'

/** What waits to be written takes at most this many bytes; more is dropped. */
const mostWaitingBytes = 256 * 1024
/** So much is written at once, without waiting for more. */
const gatherBytes = 64 * 1024
/** When to try again what could not be written. */
const retryMs = 50
/** How long the end waits for a reader that is only slow. */
const lastWordsMs = 100
const newline = 0x0a

export interface OutputOptions {
  /** Lines are gathered for this long, default 0: to write each by itself costs more than to make it. */
  readonly gatherMs?: number
  /** The line that says how many lines before it were dropped. Default: no line. */
  readonly notice?: (dropped: number) => string
}

/** Writes to stdout or stderr. It never waits and never throws: a line that cannot be written in time is dropped and counted. */
export interface Output {
  /** Takes a whole line. */
  write(line: string): void
  /** Lines that were dropped since the start. */
  readonly dropped: number
  /** Writes what waits, as far as that is possible now. */
  close(): void
}

/**
 * Writes by itself instead of through node's streams: those keep what a reader doesn't take in memory without a bound, stop for good at
 * the first error, or hold up the whole process at a terminal.
 */
export function createOutput(fd: 1 | 2, { gatherMs = 0, notice = () => '' }: OutputOptions = {}): Output {
  const target = nonBlocking(fd)
  let gathered = ''
  let gatheredBytes = 0
  let waiting: Buffer = Buffer.alloc(0)
  let timer: NodeJS.Timeout | undefined
  let dropped = 0
  let reported = 0
  /** Whether the last line that was written is there only in part. */
  let isTorn = false

  function later(milliseconds: number): void {
    timer ??= setTimeout(pass, milliseconds).unref()
  }

  /** Every error may pass: a full disk gets space again, and a named pipe a reader. Only a slow reader is worth keeping lines for. */
  function pass(): void {
    clearTimeout(timer)
    timer = undefined
    take(gathered)
    gathered = ''
    gatheredBytes = 0
    try {
      writeAll()
      if (dropped > reported) report()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') drop()
      later(retryMs)
    }
  }

  function report(): void {
    const line = Buffer.from(notice(dropped - reported))
    const written = writeSync(target, line)
    reported = dropped
    isTorn = written < line.length
    waiting = line.subarray(written)
  }

  function drop(): void {
    const kept = isTorn ? waiting.indexOf(newline) + 1 : 0
    for (let at = kept; at < waiting.length; at += 1) if (waiting[at] === newline) dropped += 1
    waiting = waiting.subarray(0, kept)
  }

  function take(lines: string): void {
    if (lines !== '') waiting = Buffer.concat([waiting, Buffer.from(lines)])
  }

  function writeAll(): void {
    while (waiting.length > 0) {
      const written = writeSync(target, waiting)
      isTorn = waiting[written - 1] !== newline
      waiting = waiting.subarray(written)
    }
  }

  return {
    write(line) {
      const bytes = Buffer.byteLength(line)
      if (waiting.length + gatheredBytes + bytes > mostWaitingBytes) {
        dropped += 1
        later(retryMs)
        return
      }
      gathered += line
      gatheredBytes += bytes
      if (gatheredBytes >= gatherBytes || gatherMs === 0) pass()
      else later(gatherMs)
    },
    get dropped() {
      return dropped
    },
    close() {
      const sleeper = new Int32Array(new SharedArrayBuffer(4))
      pass()
      for (let waited = 0; waiting.length > 0 && waited < lastWordsMs; waited += 10) {
        Atomics.wait(sleeper, 0, 0, 10)
        pass()
      }
      clearTimeout(timer)
    },
  }
}

/**
 * A descriptor of the same output whose writes never wait. Files need none. A pipe or a terminal is opened a second time, so that
 * processes that share the first descriptor notice nothing; where that is not possible, node's own stream makes it non-blocking.
 */
function nonBlocking(fd: 1 | 2): number {
  try {
    if (isatty(fd) || fstatSync(fd).isFIFO()) {
      return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
    }
  } catch {
    // The pipe is another user's, it has no reader any more, or this system has no such path.
  }
  return (fd === 1 ? process.stdout : process.stderr).fd
}
