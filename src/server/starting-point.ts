import type { Provider } from '../mock/index.ts'

/** Remembers what the providers were told before the first request, so that a reset does not undo a configuration file. */
export function startingPoint(providers: readonly Provider[]): () => void {
  const starts = providers.map(({ control }) => ({
    control,
    faults: control.faults,
    rateLimit: control.rateLimit,
    honoursPreferences: control.honoursPreferences,
    tenants: control.tenants(),
  }))

  return function restoreStart() {
    for (const { control, faults, rateLimit, honoursPreferences, tenants } of starts) {
      for (const { tenant } of control.tenants()) control.remove(tenant)
      control.faults = faults
      control.rateLimit = rateLimit
      control.honoursPreferences = honoursPreferences
      for (const { tenant, settings } of tenants) control.configure(tenant, settings)
    }
  }
}
