import type { Law } from '../../types.ts'

/** Any of several security requirements is enough (OpenAPI 3.1.1, 4.8.30). */
export const authenticationOtherWays: Law = {
  id: 'authentication/other-ways',
  family: 'authentication',
  title: 'every way to authenticate that the document names opens',
  async run(context) {
    const count = (await context.ordinary()).others?.length ?? 0
    if (count === 0) context.notApplicable()
    for (let index = 0; index < count; index += 1) {
      // Asked for each time: a token may end while others are tried.
      const authorization = (await context.ordinary()).others?.[index] ?? { headers: {} }
      await context.send({ purpose: 'another way to authenticate', authorization, check: 'authentication/other-ways' })
    }
  },
}
