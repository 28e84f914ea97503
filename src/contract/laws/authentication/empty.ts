import { carriers, carrying, changedOneByOne } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationEmpty = refusedCredential({
  id: 'authentication/empty',
  title: 'an empty credential is refused',
  variants(ordinary) {
    const all = carriers(ordinary)
    const oneOfSeveral = all.length < 2 ? [] : changedOneByOne(ordinary, () => [''])
    return [carrying(all.map((carrier) => ({ ...carrier, value: '' }))), ...oneOfSeveral]
  },
  refusal: ({ missing, malformed }) => [missing, malformed],
})
