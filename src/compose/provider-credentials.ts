/**
 * The parts of each provider's credential, by the provider's id. In the package the build writes this declaration anew from `mocks/`, so
 * that the compiler knows the names.
 */
export interface ProviderCredentials {
  readonly [provider: string]: Readonly<Record<string, string>>
}

/** The id of a provider that the package brings, such as `cloudflare`. */
export type ProviderId = keyof ProviderCredentials & string

/** The parts of a provider's credential, such as `apiKey`; any name for a provider of the user's own. */
export type CredentialsOf<Id extends string> = Id extends keyof ProviderCredentials
  ? ProviderCredentials[Id]
  : Readonly<Record<string, string>>
