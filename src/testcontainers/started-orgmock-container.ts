import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers'
import type { JournalEntry, ProviderEntry, RequestFilter } from '../compose/index.ts'

export interface Admin {
  /** Of the HTTP listener, inside the container. */
  readonly port: number
  /** The bearer token of the admin API. */
  readonly token: string
}

/** A running orgmock. Providers are named by id, such as `cloudflare`. */
export class StartedOrgmockContainer extends AbstractStartedContainer {
  readonly #admin: Admin
  #providers: readonly ProviderEntry[] = []
  /** The URL under which the entries were told; a restart may give the container another port. */
  #toldAt = ''

  private constructor(container: StartedTestContainer, admin: Admin) {
    super(container)
    this.#admin = admin
  }

  /** Asks a container that is ready what it serves; one that does not answer is stopped. */
  static async connect(container: StartedTestContainer, admin: Admin): Promise<StartedOrgmockContainer> {
    const started = new StartedOrgmockContainer(container, admin)
    try {
      started.#toldAt = started.getUrl()
      started.#providers = (await started.#ask('GET', '/__admin/providers')) as ProviderEntry[]
    } catch (error) {
      await container.stop()
      throw error
    }
    return started
  }

  /** Where the server is reached from the host, such as `http://localhost:32768`. */
  getUrl(): string {
    const host = this.getHost()
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.getMappedPort(this.#admin.port)}`
  }

  /** What to give the provider's SDK as its base URL. */
  getBaseUrl(provider: string): string {
    return this.#here(this.#entry(provider).baseUrl)
  }

  /** Where tokens are fetched, or undefined for a provider that has no such endpoint. */
  getTokenUrl(provider: string): string | undefined {
    const { tokenUrl } = this.#entry(provider)
    return tokenUrl === undefined ? undefined : this.#here(tokenUrl)
  }

  /** The ordinary account's credentials by their names, such as `apiKey`. */
  getCredentials(provider: string): Readonly<Record<string, string>> {
    return this.#entry(provider).credentials
  }

  /** The vendor's own environment variables, with values for this server. */
  getEnvironment(provider: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.#entry(provider).env).map(([name, value]) => [name, this.#here(value)]),
    )
  }

  /** Everything as it was at the start, or the counts and requests of one tenant. */
  async reset(tenant?: string): Promise<void> {
    await this.#ask('POST', `/__admin/reset${queryOf({ tenant })}`)
  }

  /** What clients sent and were answered, the oldest first; values that may be secret are masked. */
  async requests(filter: RequestFilter = {}): Promise<JournalEntry[]> {
    return (await this.#ask('GET', `/__admin/requests${queryOf({ ...filter })}`)) as JournalEntry[]
  }

  #entry(provider: string): ProviderEntry {
    const found = this.#providers.find(({ id }) => id === provider)
    if (found === undefined) {
      const known = this.#providers.map(({ id }) => id).join(', ')
      throw new Error(`the container serves no provider ${JSON.stringify(provider)}; it serves ${known}`)
    }
    return found
  }

  #here(value: string): string {
    const [told, here] = [this.#toldAt, this.getUrl()]
    if (value.startsWith(told)) return here + value.slice(told.length)
    // Some clients want an address without its scheme.
    const [toldHost, hereHost] = [new URL(told).host, new URL(here).host]
    return value.startsWith(`${toldHost}/`) ? hereHost + value.slice(toldHost.length) : value
  }

  async #ask(method: 'GET' | 'POST', path: string): Promise<unknown> {
    const response = await fetch(this.getUrl() + path, {
      method,
      headers: { Authorization: `Bearer ${this.#admin.token}` },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`orgmock answered ${response.status} to ${method} ${path}: ${text.slice(0, 200)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}
