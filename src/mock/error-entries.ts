import type { Basis, Provider } from './types.ts'

/** One error of a provider's catalogue as it is printed. */
export interface ErrorEntry {
  /** Such as `cloudflare.9103`. */
  readonly id: string
  readonly provider: string
  readonly status: number
  /** Names and values in turn, as sent. */
  readonly headers: readonly string[]
  readonly body: string
  readonly basis: Basis
  readonly source: string
  readonly meaning: string
  readonly cause: string
  readonly advice: string
  /** Published accounts that meet it, by name. */
  readonly scenarios: readonly string[]
}

/** Every error that the mocks can say, each with the reply to a plain request that asks for it. */
export function errorEntries(providers: readonly Provider[]): ErrorEntry[] {
  return providers.flatMap((provider) =>
    provider.errors.map((error) => {
      const { status, headers, body } = provider.example(error)
      const { name, basis, source, meaning, cause, advice, scenarios = [] } = error
      return {
        id: `${provider.id}.${name}`,
        provider: provider.id,
        status,
        headers,
        body: Buffer.from(body).toString(),
        basis,
        source,
        meaning,
        cause,
        advice,
        scenarios,
      }
    }),
  )
}
