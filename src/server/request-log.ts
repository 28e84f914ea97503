import type { Provider } from '../mock/index.ts'

const longestUrl = 1_000

// Credentials belong in headers, which are not logged; some clients put them into the query all the same.
const secretParameter =
  /([?&][^=&]*(?:secret|password|api[-_]?key|auth[-_]?key|access[-_]?token|authorization)[^=&]*=)[^&]*/gi

/** Makes a URL fit to be logged: secrets out, by the parameter's name and by the known values, and of bounded length. */
export function urlRedactor(providers: readonly Provider[]): (url: string) => string {
  const secrets = providers.flatMap((provider) =>
    Object.entries(provider.client.credentials).flatMap(([name, value]) => (/key|secret/i.test(name) ? [value] : [])),
  )
  return function redactUrl(url) {
    let text = url.length > longestUrl ? `${url.slice(0, longestUrl)}…` : url
    if (text.includes('?')) text = text.replace(secretParameter, '$1[Redacted]')
    for (const secret of secrets) {
      if (text.includes(secret)) text = text.replaceAll(secret, '[Redacted]')
    }
    return text
  }
}
