import { carriers, secret, token } from '../credential-text.ts'
import { refusedCredential } from '../refused-credential.ts'

export const authenticationBasic = refusedCredential({
  id: 'authentication/basic',
  title: 'the right value as user and password is refused',
  async variants(ordinary, { requestToken }) {
    // Of a client that gets tokens, its id and its secret are for the token endpoint alone.
    let client: string | undefined
    await requestToken('a token, to know what it is got for', (form) => {
      client = `${form['client_id']}:${form['client_secret']}`
      return form
    })
    const values = carriers(ordinary).map(({ value }) => token(value))
    const own = secret(ordinary)
    const pairs = [
      ...(client === undefined ? [] : [client]),
      `${own}:${own}`,
      `${own}:`,
      `:${own}`,
      ...(values.length > 1 ? [values.join(':')] : []),
    ]
    return pairs.map((pair) => ({ headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }))
  },
  refusal: ({ missing, malformed, unknown }) => [missing, malformed, unknown],
})
