import { createBodyView } from '../../src/contract/body-view.ts'
import { createRedactor } from '../../src/contract/client/secret-redactor.ts'
import type { Rule } from '../../src/contract/types.ts'
import { plain, type Words } from '../../src/contract/words.ts'
import type { Basis } from '../../src/spec/types.ts'

const view = createBodyView({ bodies: 'full', redactor: createRedactor([]), isDeclared: () => false })

/** A text as a report with every value shows it. */
export function said(words: Words): string {
  return view.text(words)
}

/** What checks and validators say, as a report with every value shows it; with the basis of the rule. */
export function inFull<
  T extends {
    readonly message: Words
    readonly promised: Words | string
    readonly came: Words
    readonly basis?: Basis
    readonly rule?: Rule
    readonly lastIsName?: true
  },
>(
  finding: T,
): Omit<T, 'message' | 'promised' | 'came' | 'basis' | 'rule' | 'lastIsName'> & {
  message: string
  promised: string
  came: string
  basis: Basis | undefined
} {
  const { message, promised, came, basis, rule, lastIsName: _, ...more } = finding
  return {
    ...more,
    basis: rule?.basis ?? basis,
    message: view.text(message),
    promised: view.text(typeof promised === 'string' ? plain(promised) : promised),
    came: view.text(came),
  }
}
