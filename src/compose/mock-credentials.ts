import { describeCredentials } from './lazy-mocks.ts'
import type { ProviderOptions } from './providers.ts'

/** A provider, and the credentials that are given for it. */
export interface GivenCredentials {
  readonly id: string
  readonly credentials?: Readonly<Record<string, string>> | undefined
}

/**
 * Ids of the providers whose credentials are published accounts of a mock, as `orgmock env` prints them: no real API knows them. Throws as
 * startMockServer.
 */
export async function mockCredentialsAmong(
  given: readonly GivenCredentials[],
  { providerDirectories }: Pick<ProviderOptions, 'providerDirectories'>,
): Promise<readonly string[]> {
  const wanted = given.filter(({ credentials }) => credentials !== undefined)
  if (wanted.length === 0) return []
  const only = [...new Set(wanted.map(({ id }) => id))]
  const published = await describeCredentials('http://localhost', {
    only,
    ...(providerDirectories === undefined ? {} : { providerDirectories }),
  })
  const isPublished = ({ id, credentials = {} }: GivenCredentials) =>
    published
      .filter(({ provider }) => provider === id)
      .flatMap(({ accounts }) => accounts)
      .some((account) => Object.entries(credentials).every(([part, value]) => account.credentials[part] === value))
  return [...new Set(wanted.filter(isPublished).map(({ id }) => id))]
}
