import type { Express, RequestHandler } from 'express'
import type { Admit } from './guard.ts'
import type { Sessions } from './sessions.ts'

const route = '/__admin/session'

/** Adds the routes by which the page gives its token for a session, and learns whether it needs one. */
export function addSessionRoutes(app: Express, admit: Admit, onlyTheirs: RequestHandler, sessions: Sessions): void {
  // To everybody: the page has to know what to ask for.
  app.get(route, (request, response) => {
    const admission = admit(request)
    const needsToken = admission.by === 'nothing' && admission.status === 401
    response.set('Cache-Control', 'no-store').json({ open: admission.by !== 'nothing', needsToken })
  })
  app.post(route, onlyTheirs, (request, response) => {
    response.status(204).set('Set-Cookie', sessions.open(request)).end()
  })
  app.delete(route, onlyTheirs, (request, response) => {
    response.status(204).set('Set-Cookie', sessions.end(request)).end()
  })
}
