import { alteredAt } from '../altered-text.ts'
import { changedOneByOne, ends } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationWrongValue = refusedCredential({
  id: 'authentication/wrong-value',
  title: 'a credential altered in one character is refused',
  harmless: true,
  variants: (ordinary, { isGuarded }) =>
    changedOneByOne(ordinary, (value) =>
      ends(value)
        .slice(isGuarded ? -1 : 0)
        .map((position) => alteredAt(value, position)),
    ).slice(isGuarded ? -1 : 0),
  // One character of the same kind leaves the form as it was.
  refusal: ({ unknown }) => [unknown],
})
