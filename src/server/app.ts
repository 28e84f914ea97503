import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type Express, Router } from 'express'
import { type Logger, pino } from 'pino'
import type { Provider } from '../mock/index.ts'
import type { AdminAccess } from './admin-access.ts'
import { gateway } from './gateway.ts'
import { createAdmission, guard } from './guard.ts'
import { metricsType, readMetrics } from './metrics.ts'
import { requestOrigin } from './origin.ts'
import { servePage } from './page.ts'
import type { PageFiles } from './page-files.ts'
import { addSessionRoutes } from './session-routes.ts'
import { createSessions } from './sessions.ts'
import type { World } from './world.ts'

export interface AppOptions {
  readonly world: World
  /** The one provider that also answers without its host name. */
  readonly atRoot?: Provider
  /** Further host names, each with the provider's host that it stands for. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Default: silent. */
  readonly logger?: Logger
  /** The CA or self-signed certificate of the TLS listener, PEM; offered for download so that clients can trust it. */
  readonly certificate?: string
  /** Who may use /__admin and /metrics; false serves neither. Default: clients on this machine. */
  readonly admin?: AdminAccess | false
  /** The page that shows what the admin API tells; where there is no admin API it is not served. */
  readonly page?: PageFiles
}

/** The whole mock server as a plain function, for a server that is there already. */
export function createApp(options: AppOptions): RequestListener {
  return expressApp(options)
}

/** The providers first, then this server's own routes. */
function expressApp(options: AppOptions): Express {
  const { world, atRoot, aliases = {}, logger = pino({ level: 'silent' }), certificate, admin = {}, page } = options
  const { providers } = world
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.enable('strict routing')
  app.enable('case sensitive routing')
  app.use(gateway({ providers, atRoot, aliases, logger, world }))
  for (const path of ['/healthz', '/livez', '/readyz']) {
    app.get(path, (_request, response) => void response.json({ status: 'ok' }))
  }
  if (admin !== false) {
    world.redactor.showPaths(['/__admin/session', '/__admin/ui/reference'])
    const sessions = createSessions()
    const admit = createAdmission(admin, sessions)
    const onlyTheirs = guard(admit)
    if (page !== undefined) app.use(servePage(page))
    addSessionRoutes(app, admit, onlyTheirs, sessions)
    app.use('/__admin', onlyTheirs, adminApi(world, certificate))
    app.get('/metrics', onlyTheirs, async (_request, response) => {
      response.set('Content-Type', metricsType).send(await readMetrics(world, logger))
    })
  }
  app.use((request, response) => {
    const origin = requestOrigin(request)
    response.status(404).json({
      message: `nothing is served at ${request.path}; put this server's origin and a slash before the host of the real URL`,
      baseUrls: Object.fromEntries(providers.map((provider) => [provider.id, provider.urls(origin).baseUrl])),
    })
  })
  app.use(errorHandler(logger))
  return app
}

/** The routes under /__admin, loaded and made when a request comes for one: most tests ask a provider alone. */
function adminApi(world: World, certificate: string | undefined): Router {
  const router = Router({ caseSensitive: true, strict: true })
  let ready: Promise<void> | undefined
  async function addRoutes(): Promise<void> {
    const [{ adminOperations }, { addOperations }] = await Promise.all([
      import('./admin/operations.ts'),
      import('./admin/router.ts'),
    ])
    const operations = adminOperations({ certificate })
    world.redactor.showPaths(operations.map(({ path }) => `/__admin${path}`))
    addOperations(router, world, operations)
  }
  router.use(async (_request, _response, next) => {
    ready ??= addRoutes()
    await ready
    next()
  })
  return router
}

/** An app with the classes that `http.createServer` should make its requests and responses from. */
export interface ServableApp {
  readonly app: RequestListener
  readonly classes: { readonly IncomingMessage: typeof IncomingMessage; readonly ServerResponse: typeof ServerResponse }
}

/**
 * An app whose requests and responses have the app's prototypes from the start. Express swaps the prototypes of every request and
 * response, which on Node 20 costs it four fifths of its speed; where they are right already, the swap does nothing. One pair of classes
 * serves all listeners of the app.
 */
export function createServableApp(options: AppOptions): ServableApp {
  const app = expressApp(options)
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, app.request)
  Object.setPrototypeOf(AppResponse.prototype, app.response)
  app.request = AppRequest.prototype as unknown as Express['request']
  app.response = AppResponse.prototype as unknown as Express['response']
  return { app, classes: { IncomingMessage: AppRequest, ServerResponse: AppResponse as typeof ServerResponse } }
}

function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const status = clientErrorStatus(error)
    if (status === undefined) logger.error({ err: error }, 'unexpected error')
    const message = status === undefined ? 'orgmock failed; its log has the reason' : (error as Error).message
    response.status(status ?? 500).json({ message })
  }
}

/** The 4xx status that body readers and routers give their errors, or undefined for an error of ours. */
function clientErrorStatus(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
