import { carriers, carrying, isScheme, scheme } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationForeignToken = refusedCredential({
  id: 'authentication/foreign-token',
  title: "another provider's credential is refused",
  variants: (ordinary) =>
    foreignTokens.map((foreign) =>
      carrying(
        carriers(ordinary).map((carrier) => {
          const { value } = carrier
          return {
            ...carrier,
            value: isScheme(value) ? `${scheme(value)} ${foreign}` : value.includes('@') ? value : foreign,
          }
        }),
      ),
    ),
  refusal: ({ unknown, malformed }) => [unknown, malformed],
})

// In the shapes that the four providers use, and known to none of them.
const foreignTokens = [
  'f00dfeedf00dfeedf00dfeedf00dfeedf00df',
  'Zm9yZWlnbi1jcmVkZW50aWFsLW9mLW5vYm9keS1hdC0',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl',
]
