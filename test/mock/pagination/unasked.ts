import type { PageRequest } from '../../../src/mock/types.ts'

/** For paginators that look at parameters only. */
export const unasked: PageRequest = {
  url: 'http://127.0.0.1/',
  query: '',
  identityAt: () => '',
  positionOf: () => undefined,
}
