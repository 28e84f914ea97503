import type { HeaderPairs } from '../types.ts'
import { formsOf, inSmallLetters, unescaped } from './secret-forms.ts'
import { createTextFinder } from './text-finder.ts'

/** Stands where a secret stood. */
const redacted = '[REDACTED]'

/** Takes secrets out of everything that is written. Its functions need no `this`. */
export interface Redactor {
  /**
   * Makes another secret known, such as a token that was obtained; of `Bearer x` the x. Below 4 characters it is not taken: it would
   * meet ordinary text everywhere.
   */
  add(secret: string): void
  /**
   * Makes known what headers or parameters carry that are secret by name: an altered credential is nearly the credential. Values
   * below 12 characters, such as a made-up wrong one, are left alone.
   */
  learn(pairs: HeaderPairs): void
  /**
   * Scrubs by value, 12 characters and more of a secret included, in any letter case, escaped, in hex or Base64; and by name where a
   * text says `"access_token": "…"`, `client_secret=…`, `Bearer …` or `X-Auth-Key: …` on a line.
   */
  text(text: string): string
  /** A header's value; a credential's scheme stays. */
  header(name: string, value: string): string
  /** The first so many characters of a text. Scrubs first and cuts then: what is left of a secret after a cut is not recognized. */
  head(text: string, maxCharacters: number): string
  /** The first so many characters of a body. */
  excerpt(body: Uint8Array, maxCharacters: number): string
  /**
   * Every text within lists and objects, but for those that are ids and words of ours. By value alone: commands name the variables of
   * secrets.
   */
  data<T>(value: T): T
}

const shortestSecret = 4
const shortestLearnt = 12
/** So much of a secret is recognized wherever it was cut. */
const partCharacters = 12
/** Of a longer secret only the beginning is known; no server takes one in a header. */
const longestSecret = 65_536
/** Characters of an unrecognized part at the end of a text that was cut, each escaped as `\u0061`. */
const marginCharacters = partCharacters * 6

/** Headers, parameters and members whose value is a secret whatever it is. Lower case. */
const secretNames = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-auth-key',
  'x-auth-email',
  'x-auth-user-service-key',
  'api_key',
  'api-key',
  'apikey',
  'client_secret',
  'client_assertion',
  'access_token',
  'refresh_token',
  'id_token',
  'password',
]

const scheme = /^(Bearer|Basic|Digest|Token|Api-?Key)( +|$)/i
const member = /"([^"\\]{1,64})"\s*:\s*"((?:[^"\\]|\\.)+)/gs
const parameter = /(?<![^?&\s])([^=?&\s]{1,64})=([^&\s"'<>]+)/g
const headerLine = /^([\w-]{1,64})(: *)(\S.*)$/s
const ownCredential = /\b(Bearer|Basic) +(?![\w-]{1,64}=")[\w.~+/-]{16,}=*/gi

/** Members of a report whose values are ids and words of ours. */
const ownWords = new Set(['provider', 'scenario', 'check', 'family', 'severity', 'basis', 'verdict'])

/** `names` are further names of headers or parameters that carry credentials. */
export function createRedactor(secrets: readonly string[], names: readonly string[] = []): Redactor {
  const byName = new Set([...secretNames, ...names.map((name) => name.toLowerCase())])
  const known = new Set<string>()
  const parts = createTextFinder()

  function add(given: string): void {
    const secret = given.replace(scheme, '').trim().slice(0, longestSecret)
    if (secret.length < shortestSecret || known.has(secret)) return
    known.add(secret)
    for (const form of formsOf(secret)) {
      // Short ones whole, of longer ones every part.
      for (let start = 0; start === 0 || start + partCharacters <= form.length; start += 1) {
        parts.add(form.slice(start, start + partCharacters))
      }
    }
  }

  function byValue(text: string): string {
    const plain = unescaped(text)
    const found = parts.in(inSmallLetters(text))
    for (const [start, end] of plain === undefined ? [] : parts.in(inSmallLetters(plain.text))) {
      found.push([plain?.starts[start] ?? 0, plain?.starts[end] ?? text.length])
    }
    if (found.length === 0) return text
    let result = ''
    let last = 0
    let hidden = -1
    for (const [start, end] of found.sort(([a], [b]) => a - b)) {
      if (start > hidden) {
        result += `${text.slice(last, start)}${redacted}`
        hidden = end
      }
      hidden = Math.max(hidden, end)
      last = hidden
    }
    return result + text.slice(last)
  }

  function isSecretName(name: string): boolean {
    return byName.has(name.toLowerCase())
  }

  function text(given: string): string {
    return byValue(given)
      .replace(member, (whole, name: string, value: string) =>
        isSecretName(name) ? whole.slice(0, -value.length) + credential(value) : whole,
      )
      .replace(parameter, (whole, name: string) => (isSecretName(name) ? `${name}=${redacted}` : whole))
      .split('\n')
      .map((line) =>
        line.replace(headerLine, (whole, name: string, colon: string, value: string) =>
          isSecretName(name) ? `${name}${colon}${credential(value)}` : whole,
        ),
      )
      .join('\n')
      .replace(ownCredential, `$1 ${redacted}`)
  }

  function header(name: string, value: string): string {
    return isSecretName(name) ? credential(byValue(value)) : text(value)
  }

  function head(given: string, maxCharacters: number, isCut = false): string {
    const window = given.slice(0, 2 * maxCharacters + marginCharacters)
    const isWhole = !isCut && window.length === given.length
    const scrubbed = text(window)
    return scrubbed.slice(0, Math.min(maxCharacters, scrubbed.length - (isWhole ? 0 : marginCharacters)))
  }

  function data(value: unknown): unknown {
    if (typeof value === 'string') return byValue(value)
    if (Array.isArray(value)) return value.map(data)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, ownWords.has(name) ? inner : data(inner)]),
    )
  }

  secrets.forEach(add)
  return {
    add,
    learn(pairs) {
      for (const [name, value] of pairs) {
        if (!isSecretName(name)) continue
        // Names of cookies are no secrets: a law puts there what the document calls the credential's header.
        const values =
          name.toLowerCase() === 'cookie' ? value.split('; ').map((pair) => pair.replace(/^[^=]*=/, '')) : [value]
        for (const secret of values) if (secret.length >= shortestLearnt) add(secret)
      }
    },
    text,
    header,
    head: (given, maxCharacters) => head(given, maxCharacters),
    excerpt(body, maxCharacters) {
      const windowBytes = 2 * maxCharacters + marginCharacters
      const window = Buffer.from(body.subarray(0, windowBytes)).toString()
      return head(window, maxCharacters, body.length > windowBytes)
    },
    data: data as <T>(value: T) => T,
  }
}

/** Keeps the scheme, and what is empty: that a credential is missing is no secret. */
function credential(value: string): string {
  const [start = '', name = ''] = scheme.exec(value) ?? []
  const rest = value.slice(start.length)
  return rest.trim() === '' ? value : `${name === '' ? '' : `${name} `}${redacted}`
}
