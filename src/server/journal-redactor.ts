import type { Provider } from '../mock/index.ts'
import { knownSecrets, redacted, valueRedactor } from './secrets.ts'

/** Makes what clients sent and were answered fit to be shown: secrets are taken out by name and by value. */
export interface Redactor {
  /** The value of a header. A scheme stays: `Bearer [Redacted]`. */
  header(name: string, value: string): string
  path(text: string): string
  /** The text behind `?`. */
  query(text: string): string
  requestBody(text: string): string
  answerBody(text: string): string
}

const schemes = /^(basic|bearer|digest|token|apikey|api-key|negotiate|hawk|aws4-hmac-sha256)[ \t]+(?=\S)/i
const secretHeader =
  /^(proxy-)?authorization$|^(set-)?cookie2?$|(^|[-_])(api-?key|keys?|tokens?|secret|passw(or)?d|pwd|credentials?|signature|session|jwt)([-_]|$)/i
/** Under no name of a parameter that a provider declares. */
const secretParameter = /key|secret|token|passw|pwd|auth|credential|assertion|signature|^sig$|jwt|session|bearer/i
const secretMembers =
  'access_token|refresh_token|id_token|client_secret|client_assertion|clientSecret|api_?key|apiKey|password'
const jsonMember = new RegExp(`("(?:${secretMembers})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*(?:"|$)`, 'gi')
/** A JSON Web Token (RFC 7519), whole; its dots may be percent-encoded. */
const webToken = /\beyJ[\w-]+(?:\.|%2E)eyJ[\w-]+(?:\.|%2E)[\w-]*/gi

export function createRedactor(providers: readonly Provider[], secrets: readonly string[] = []): Redactor {
  const byValue = valueRedactor(knownSecrets(providers, secrets))
  const declared = new Set(['grant_type', ...providers.flatMap(({ parameters }) => parameters)])
  const plain = (text: string) => byValue(text).replace(webToken, redacted)

  function pair(whole: string): string {
    const equals = whole.indexOf('=')
    const name = equals === -1 ? '' : whole.slice(0, equals)
    return isSecret(decoded(name)) && equals < whole.length - 1 ? `${name}=${redacted}` : plain(whole)
  }

  function isSecret(name: string): boolean {
    return secretParameter.test(name) && !declared.has(name)
  }

  function pairs(text: string): string {
    return text.split('&').map(pair).join('&')
  }

  function json(text: string): string {
    return plain(text.replace(jsonMember, `$1"${redacted}"`))
  }

  return {
    header(name, value) {
      if (value === '' || !secretHeader.test(name)) return plain(value)
      return `${schemes.exec(value)?.[0] ?? ''}${redacted}`
    },
    path: plain,
    query: pairs,
    requestBody: (text) => (/^\s*[[{]/.test(text) ? json(text) : pairs(text)),
    answerBody: json,
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}
