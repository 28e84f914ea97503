import { operationPath } from '../../replies.ts'
import type { Law } from '../../types.ts'

/** A path that the provider does not have. */
export const httpNotFound: Law = {
  id: 'http/not-found',
  family: 'http',
  title: 'an unknown path is refused',
  async run(context) {
    const path = operationPath(context.operation)
    const expect = context.contract.refusals.notFound
    const unknown = `${path.replace(/\/$/, '')}-unknown${path.endsWith('/') ? '/' : ''}`
    await context.send({ path: unknown, purpose: 'an unknown path', expect, check: 'http/not-found' })
    const upper = `${context.operation.basePath}${context.operation.path.toUpperCase()}`
    await context.send({ path: upper, purpose: 'the path in capitals', expect, check: 'http/not-found' })
  },
}
