import type { ErrorTexts, MockReply, Provider } from './types.ts'

/** One error of a provider's catalogue as it is printed. */
export interface ErrorEntry extends Omit<MockReply, 'body'>, Required<Omit<ErrorTexts, 'name'>> {
  /** Such as `cloudflare.9103`. */
  readonly id: string
  readonly provider: string
  readonly body: string
}

/** Every error that the mocks can say, each with the reply to a plain request that asks for it. */
export function errorEntries(providers: readonly Provider[]): ErrorEntry[] {
  return providers.flatMap((provider) =>
    provider.errors.map((error) => {
      const reply = provider.example(error)
      const { name, basis, source, meaning, cause, advice, scenarios = [] } = error
      const body = Buffer.from(reply.body).toString()
      const texts = { basis, source, meaning, cause, advice, scenarios }
      return { id: `${provider.id}.${name}`, provider: provider.id, ...reply, body, ...texts }
    }),
  )
}
