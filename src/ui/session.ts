import { ask } from './api.ts'

interface SessionState {
  readonly open: boolean
  readonly needsToken: boolean
}

/** Kept for as long as the page is open: after a restart of the server the page can open a new session. */
let token: string | undefined

/** Takes the token out of the address, so that it is in no history, and opens a session with it, or with none where that is enough. */
export async function startSession(): Promise<SessionState> {
  const given = /^#token=([\x21-\x7e]+)$/.exec(location.hash)?.[1]
  if (given !== undefined) {
    token = decodeURIComponent(given)
    history.replaceState(null, '', location.pathname)
    await postToken().catch(() => undefined)
  }
  return ask<SessionState>('/session')
}

/** Throws ApiError where the token is wrong. */
export async function logIn(given: string): Promise<void> {
  token = given
  await postToken()
}

/** Whether the admin API is open, with a new session where the old one has ended with its server. Throws ApiError status 0 without a server. */
export async function reopenSession(): Promise<boolean> {
  if ((await ask<SessionState>('/session')).open) return true
  if (token === undefined) return false
  return postToken().then(
    () => true,
    () => false,
  )
}

export async function logOut(): Promise<void> {
  token = undefined
  await ask('/session', 'DELETE')
}

async function postToken(): Promise<void> {
  await ask('/session', 'POST', undefined, { Authorization: `Bearer ${token}` })
}
