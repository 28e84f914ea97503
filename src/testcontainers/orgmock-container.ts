import { randomBytes } from 'node:crypto'
import { GenericContainer, Wait } from 'testcontainers'
import { packageVersion } from '../compose/index.ts'
import { argument, call, list, someText, wholeNumber } from '../options/index.ts'
import { countBounds, seedBounds } from '../spec/index.ts'
import { StartedOrgmockContainer } from './started-orgmock-container.ts'

/** Of the HTTP listener, inside the container. */
const port = 8080
const adminToken = 'ORGMOCK_ADMIN_TOKEN'

// Refused here: the container would end with a log that few look at.
const seedText = call('withSeed', [argument('seed', wholeNumber(...seedBounds))], String)
const countText = call('withCount', [argument('count', wholeNumber(...countBounds))], String)
const idsText = call('withProviders', [argument('ids', list(someText('the id of a provider')))], String)

/** The image of this package's own version: a fixture that changes by itself is none. */
export const orgmockImage = `ghcr.io/orgmock/orgmock:${packageVersion()}`

/**
 * orgmock in a container, on a port that the engine chooses.
 *
 *     const orgmock = await new OrgmockContainer().withSeed(7).start()
 *     orgmock.getBaseUrl('cloudflare'), orgmock.getCredentials('cloudflare')
 *     await orgmock.stop()
 */
export class OrgmockContainer extends GenericContainer {
  constructor(image: string = orgmockImage) {
    super(image)
    this.withExposedPorts(port)
    this.withWaitStrategy(Wait.forHttp('/readyz', port).forStatusCode(200))
  }

  /** 0 … 4294967295; the same seed gives the same organizations, cursors and tokens everywhere. Default 1. */
  withSeed(seed: number): this {
    return this.withEnvironment({ ORGMOCK_SEED: seedText(seed) })
  }

  /** Organizations of the ordinary account, 0 … 10,000,000. Default 127. */
  withCount(count: number): this {
    return this.withEnvironment({ ORGMOCK_COUNT: countText(count) })
  }

  /** Ids of the providers to serve, such as `cloudflare`. Default: all. */
  withProviders(...ids: readonly string[]): this {
    return this.withEnvironment({ ORGMOCK_ONLY: idsText(ids) })
  }

  /**
   * Starts the container and waits until it is ready. The admin token is made here, another one each time, unless the environment has
   * ORGMOCK_ADMIN_TOKEN: give one with `withReuse()`, which takes a container of the same environment.
   */
  override async start(): Promise<StartedOrgmockContainer> {
    let token = this.environment[adminToken]
    if (token === undefined) {
      token = randomBytes(24).toString('base64url')
      this.withEnvironment({ [adminToken]: token })
    }
    return StartedOrgmockContainer.connect(await super.start(), { port, token })
  }
}
