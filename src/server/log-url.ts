import type { Provider } from '../mock/index.ts'
import { memo } from './memo.ts'
import { knownSecrets, redacted, valueRedactor } from './secrets.ts'

const longestUrl = 1_000

/**
 * Makes a URL fit to be logged. Credentials belong into headers, which are not logged, but some clients put them into the query all the
 * same, under any name: only the values of parameters that a document declares are shown. The known secrets are taken out wherever
 * they stand.
 */
export function urlRedactor(providers: readonly Provider[], secrets: readonly string[] = []): (url: string) => string {
  const shown = new Set(['grant_type', ...providers.flatMap(({ parameters }) => parameters)])
  const byValue = valueRedactor(knownSecrets(providers, secrets))
  return memo(function redactUrl(url) {
    let text = url
    const mark = text.indexOf('?')
    if (mark !== -1) text = text.slice(0, mark + 1) + text.slice(mark + 1).replace(/([^&=]+)(=[^&]*)?/g, redactPair)
    text = byValue(text)
    return text.length > longestUrl ? `${text.slice(0, longestUrl)}…` : text
  })

  function redactPair(pair: string, name: string, value: string | undefined): string {
    if (shown.has(name)) return pair
    return value === undefined ? redacted : `${name}=${redacted}`
  }
}
