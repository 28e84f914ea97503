import { action, call, needed, options, wanted } from '../../options/index.ts'
import type { Progress } from '../run.ts'
import { oneLine } from './visible-text.ts'
import { plural } from './wording.ts'

export interface ProgressLineOptions {
  /** Where it goes: standard error, so that a report on standard output stays whole. */
  readonly write: (text: string) => void
  /** Width of the terminal; 80 when it does not tell. */
  readonly columns?: () => number | undefined
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number
}

/** Shows a waiting person how far a run is: one line of a terminal that is written anew. */
export interface ProgressLine {
  show(progress: Progress): void
  /** Takes the line away, so that what is written next stands alone. Before any other output, and at the end. */
  clear(): void
}

/** Milliseconds between two drawings of the same law: a terminal that draws each request costs more than the request. */
const redrawMs = 80
const eraseLine = '\r\u001b[2K'

export const createProgressLine = call(
  'createProgressLine',
  [
    wanted(
      options<ProgressLineOptions>({
        write: needed(action()),
        columns: action(),
        now: needed(action()),
      }),
    ),
  ],
  progressLine,
)

function progressLine({ write, columns, now }: ProgressLineOptions): ProgressLine {
  let lawShown = ''
  let drawnAt = Number.NEGATIVE_INFINITY
  let isDrawn = false

  return {
    show({ provider, law, requests }) {
      const lawHere = `${provider}  ${law}`
      if (lawHere === lawShown && now() - drawnAt < redrawMs) return
      lawShown = lawHere
      drawnAt = now()
      isDrawn = true
      const text = `${oneLine(lawHere)}  ${plural(requests, 'request')}`
      write(`${eraseLine}${text.slice(0, Math.max(1, (columns?.() ?? 80) - 1))}`)
    },
    clear() {
      if (isDrawn) write(eraseLine)
      isDrawn = false
    },
  }
}
