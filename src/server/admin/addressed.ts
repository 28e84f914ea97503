import type { Provider } from '../../mock/index.ts'
import { OptionError, text, unknownName } from '../../options/index.ts'
import { ControlError } from '../control-error.ts'
import type { QueryParameter } from './operation.ts'

/** A provider's id, wherever one is named. Which ones there are is known when the server runs. */
export const providerId = text(/^[a-z0-9-]+$/, 'the id of a provider, such as cloudflare', 100)

export const providerQuery: QueryParameter<string> = {
  shape: providerId,
  description: 'Id of one provider; without it all.',
}

/** The named providers: one, or all. Throws OptionError. */
export function chosenProviders(providers: readonly Provider[], id: string | undefined): readonly Provider[] {
  return id === undefined ? providers : [namedProvider(providers, id)]
}

/** Throws OptionError. */
export function namedProvider(providers: readonly Provider[], id: string): Provider {
  const found = providers.find((provider) => provider.id === id)
  if (found !== undefined) return found
  const known = providers.map((provider) => provider.id)
  throw new OptionError(['provider'], () => unknownName('provider', id, known))
}

/** The provider that a path names. Throws ControlError NOT_FOUND. */
export function providerAt(providers: readonly Provider[], path: Readonly<Record<string, string>>): Provider {
  const id = path['provider'] ?? ''
  const found = providers.find((provider) => provider.id === id)
  if (found !== undefined) return found
  const known = providers.map((provider) => provider.id).join(', ')
  throw new ControlError('NOT_FOUND', `there is no provider ${JSON.stringify(id)}; there are ${known}`)
}
