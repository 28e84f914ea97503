import type { HeaderPairs } from '../types.ts'
import { formsOf } from './secret-forms.ts'

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
  /** Scrubs by value, and by name where a text says `"access_token": "…"`, `client_secret=…`, `Bearer …` or `X-Auth-Key: …` on a line. */
  text(text: string): string
  /** A header's value; a credential's scheme stays. */
  header(name: string, value: string): string
  /** The first so many characters of a body. Scrubs first and cuts then: a cut through a secret would leave its beginning. */
  excerpt(body: Uint8Array, maxCharacters: number): string
}

const shortestSecret = 4
const shortestLearnt = 12

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

/** `names` are further names of headers or parameters that carry credentials. */
export function createRedactor(secrets: readonly string[], names: readonly string[] = []): Redactor {
  const byName = new Set([...secretNames, ...names.map((name) => name.toLowerCase())])
  const nameChoice = [...byName].map(escapePattern).join('|')
  const member = new RegExp(`("(?:${nameChoice})"\\s*:\\s*")((?:[^"\\\\]|\\\\.)+)`, 'gi')
  const parameter = new RegExp(`((?:^|[?&\\s])(?:${nameChoice})=)([^&\\s"'<>]+)`, 'gi')
  const headerLine = new RegExp(`^(${nameChoice})(: *)(.+)$`, 'gim')

  const known = new Set<string>()
  const plain = new Set<string>()
  const base64 = new Set<string>()
  let patterns: readonly RegExp[] | undefined
  let longest = 0

  function add(given: string): void {
    const secret = given.replace(scheme, '').trim()
    if (secret.length < shortestSecret || known.has(secret)) return
    known.add(secret)
    const forms = formsOf(secret)
    for (const form of forms.plain) plain.add(form)
    for (const form of forms.base64) base64.add(form)
    longest = Math.max(longest, ...forms.plain.map(byteLength), ...forms.base64.map(byteLength))
    // Made when a text comes that is to be scrubbed: tokens come by the dozen, and most runs have nothing to write.
    patterns = undefined
  }

  function byValue(text: string): string {
    patterns ??= [choice(plain, 'gi'), choice(base64, 'g')].filter((pattern) => pattern !== undefined)
    return patterns.reduce((scrubbed, pattern) => scrubbed.replace(pattern, redacted), text)
  }

  function text(given: string): string {
    return byValue(given)
      .replace(member, (_, before: string, value: string) => `${before}${credential(value)}`)
      .replace(parameter, (_, before: string) => `${before}${redacted}`)
      .replace(headerLine, (_, name: string, colon: string, value: string) => `${name}${colon}${credential(value)}`)
      .replace(/\b(Bearer|Basic) +(?![\w-]{1,64}=")[\w.~+/-]{16,}=*/gi, `$1 ${redacted}`)
  }

  function header(name: string, value: string): string {
    return byName.has(name.toLowerCase()) ? credential(byValue(value)) : text(value)
  }

  secrets.forEach(add)
  return {
    add,
    learn(pairs) {
      for (const [name, value] of pairs) {
        if (value.length >= shortestLearnt && byName.has(name.toLowerCase())) add(value)
      }
    },
    text,
    header,
    excerpt(body, maxCharacters) {
      const windowBytes = maxCharacters + longest
      const head = text(Buffer.from(body.subarray(0, windowBytes)).toString())
      // Where the body goes on behind the window, the window's last bytes may be the beginning of a secret.
      const safe = body.length <= windowBytes ? head.length : Math.max(0, head.length - longest)
      return head.slice(0, Math.min(maxCharacters, safe))
    },
  }
}

/** Keeps the scheme, and what is empty: that a credential is missing is no secret. */
function credential(value: string): string {
  const [start = '', name = ''] = scheme.exec(value) ?? []
  const rest = value.slice(start.length)
  return rest.trim() === '' ? value : `${name === '' ? '' : `${name} `}${redacted}`
}

/** One pattern for all, the longest first, so that no rest of a longer form stays behind a shorter one. */
function choice(texts: ReadonlySet<string>, flags: string): RegExp | undefined {
  if (texts.size === 0) return undefined
  const longestFirst = [...texts].sort((a, b) => b.length - a.length)
  return new RegExp(longestFirst.map(escapePattern).join('|'), flags)
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}
