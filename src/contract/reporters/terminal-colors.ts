import picocolors from 'picocolors'
import type { Severity, Verdict } from '../types.ts'

type Paint = (text: string) => string

/** How a terminal shows what counts; without colours every text stays as it is. */
export interface Colors {
  verdict(verdict: Verdict): Paint
  severity(severity: Severity): Paint
  readonly warning: Paint
  readonly bold: Paint
  readonly dim: Paint
}

export function terminalColors(isColored: boolean): Colors {
  const { green, red, yellow, cyan, bold, dim } = picocolors.createColors(isColored)
  return {
    verdict: (verdict) => ({ kept: green, broken: red, 'not-checked': yellow })[verdict],
    severity: (severity) => ({ violation: red, drift: yellow, note: cyan })[severity],
    warning: yellow,
    bold,
    dim,
  }
}
