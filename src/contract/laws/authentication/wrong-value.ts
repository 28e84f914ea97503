import { alteredAt } from '../altered-text.ts'
import { ends, entries } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationWrongValue = refusedCredential({
  id: 'authentication/wrong-value',
  title: 'a credential altered in one character is refused',
  harmless: true,
  variants: ({ headers }, { isGuarded }) =>
    entries(headers)
      .flatMap(([name, value]) =>
        ends(value)
          .slice(isGuarded ? -1 : 0)
          .map((position) => ({
            headers: { ...headers, [name]: alteredAt(value, position) },
          })),
      )
      .slice(isGuarded ? -1 : 0),
  // One character of the same kind leaves the form as it was.
  refusal: ({ unknown }) => [unknown],
})
