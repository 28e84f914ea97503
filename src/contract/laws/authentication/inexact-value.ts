import { changedOneByOne, otherCase, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationInexactValue = refusedCredential({
  id: 'authentication/inexact-value',
  title: 'a credential cut short, with more behind it, or in another letter case is refused',
  variants: (ordinary) =>
    changedOneByOne(ordinary, (value) =>
      [shortened(value), value.slice(0, -(token(value).length >> 1)), `${value}0`, otherCase(value)].filter(
        (text) => text !== value,
      ),
    ),
  // What is longer or shorter may no longer have the form of a credential.
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})

/** Padding carries nothing (RFC 4648, 3.2): cutting it alone would leave the same credential. */
function shortened(value: string): string {
  let end = value.length
  while (value[end - 1] === '=') end -= 1
  return value.slice(0, Math.max(0, end - 1))
}
