import type { Law } from '../../types.ts'

/** A method that the operation does not have is refused as the provider does it. */
export const httpMethod: Law = {
  id: 'http/method',
  family: 'http',
  title: 'a wrong method is refused',
  async run(context) {
    const { method, refusal } = context.contract.http.wrongMethod
    await context.send({ method, purpose: `the method ${method}`, expect: refusal, check: 'http/method' })
  },
}
