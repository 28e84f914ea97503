import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers'
import type { ProviderEntry } from '../compose/index.ts'

/** One request that the server answered, as GET /__admin/requests tells it. */
export type JournalEntry = Readonly<Record<string, unknown>>

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

  /** Takes the server back to how it started: its journal, and whatever a test has set. */
  async reset(): Promise<void> {
    await this.#ask('POST', '/__admin/reset')
  }

  /** The requests that the server answered since it started or was reset. */
  async requests(): Promise<readonly JournalEntry[]> {
    return (await this.#ask('GET', '/__admin/requests')) as JournalEntry[]
  }

  #entry(provider: string): ProviderEntry {
    const found = this.#providers.find(({ id }) => id === provider)
    if (found === undefined) {
      const known = this.#providers.map(({ id }) => id).join(', ')
      throw new Error(`the container serves no provider ${JSON.stringify(provider)}; it serves ${known}`)
    }
    return found
  }

  #here(url: string): string {
    return url.startsWith(this.#toldAt) ? this.getUrl() + url.slice(this.#toldAt.length) : url
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
