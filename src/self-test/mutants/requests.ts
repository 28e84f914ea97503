import type { ProxiedRequest, Subject } from '../types.ts'

/** The ordinary request of the list, with the credential that came. */
export function listRequest({ path, credentialHeaders }: Subject, request: ProxiedRequest): ProxiedRequest {
  const names = Object.keys(credentialHeaders).map((name) => name.toLowerCase())
  return {
    ...request,
    method: 'GET',
    path,
    headers: request.headers.filter(([name]) => names.includes(name.toLowerCase())),
    body: Buffer.alloc(0),
  }
}

/** The path with its final slash added or taken away. */
export function otherSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : `${path}/`
}
