import type { Provider } from '../mock/index.ts'

const longestUrl = 1_000

/**
 * Makes a URL fit to be logged. Credentials belong into headers, which are not logged, but some clients put them into the query all the
 * same, under any name: only the values of parameters that a document declares are shown. The known secrets are taken out wherever
 * they stand.
 */
export function urlRedactor(providers: readonly Provider[]): (url: string) => string {
  const shown = new Set(['grant_type', ...providers.flatMap(({ parameters }) => parameters)])
  const secrets = providers.flatMap(({ client }) =>
    [client.credentials, ...Object.values(client.accounts ?? {}).map(({ credentials }) => credentials)].flatMap(
      (credentials) =>
        Object.entries(credentials).flatMap(([name, value]) => (/key|secret/i.test(name) ? [value] : [])),
    ),
  )
  const encodedSecrets = new RegExp(secrets.map(anyEncoding).join('|') || '(?!)', 'g')
  return function redactUrl(url) {
    let text = url
    const mark = text.indexOf('?')
    if (mark !== -1) text = text.slice(0, mark + 1) + text.slice(mark + 1).replace(/([^&=]+)(=[^&]*)?/g, redactPair)
    for (const secret of secrets) {
      if (text.includes(secret)) text = text.replaceAll(secret, '[Redacted]')
    }
    if (text.includes('%')) text = text.replace(encodedSecrets, '[Redacted]')
    return text.length > longestUrl ? `${text.slice(0, longestUrl)}…` : text
  }

  function redactPair(pair: string, name: string, value: string | undefined): string {
    if (shown.has(name)) return pair
    return value === undefined ? '[Redacted]' : `${name}=[Redacted]`
  }
}

/** A pattern for a text in which any characters are percent-encoded, once or more often. */
function anyEncoding(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const hex = byte.toString(16).padStart(2, '0')
    const digits = [...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')
    const plain = byte < 0x80 ? String.fromCharCode(byte).replace(/[^0-9A-Za-z]/, '\\$&') : '(?!)'
    return `(?:${plain}|%(?:25)*${digits})`
  }).join('')
}
