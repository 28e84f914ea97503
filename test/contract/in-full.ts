import { createBodyView } from '../../src/contract/body-view.ts'
import { createRedactor } from '../../src/contract/client/secret-redactor.ts'
import { plain, type Words } from '../../src/contract/words.ts'

const view = createBodyView({ bodies: 'full', redactor: createRedactor([]), isDeclared: () => false })

/** A text as a report with every value shows it. */
export function said(words: Words): string {
  return view.text(words)
}

/** What checks and validators say, as a report with every value shows it. */
export function inFull<T extends { readonly message: Words; readonly promised: Words | string; readonly came: Words }>(
  finding: T,
): Omit<T, 'message' | 'promised' | 'came'> & { message: string; promised: string; came: string } {
  const { message, promised, came } = finding
  return {
    ...finding,
    message: view.text(message),
    promised: view.text(typeof promised === 'string' ? plain(promised) : promised),
    came: view.text(came),
  }
}
