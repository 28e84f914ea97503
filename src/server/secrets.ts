import type { Provider } from '../mock/index.ts'

/** Put where a secret stood. */
export const redacted = '[Redacted]'

/** A shorter text turns up in others by chance. */
const shortestSecret = 8

/** The values that are secret by themselves: those of the ordinary credentials, and further ones. A tenant's are published for everybody. */
export function knownSecrets(providers: readonly Provider[], further: readonly string[] = []): string[] {
  const ofProviders = providers.flatMap(({ client: { credentials } }) => {
    const named = Object.entries(credentials)
    const secrets = named.flatMap(([name, value]) => (/key|secret|token|password/i.test(name) ? [value] : []))
    // As HTTP Basic sends the pair.
    const pairs = named.length === 2 ? [Buffer.from(named.map(([, value]) => value).join(':')).toString('base64')] : []
    return [...secrets, ...pairs]
  })
  return [...ofProviders, ...further.filter(({ length }) => length >= shortestSecret)]
}

/** A function that takes these values out of a text wherever they stand: as they are, percent-encoded, or escaped as in JSON. */
export function valueRedactor(secrets: readonly string[]): (text: string) => string {
  if (secrets.length === 0) return (text) => text
  // The longest first: one may be a part of another.
  const longestFirst = secrets.toSorted((one, other) => other.length - one.length)
  let encoded: RegExp | undefined
  return (text) => {
    const plain = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, redacted), text)
    if (!/[%\\]/.test(plain)) return plain
    // Compiling and running it for the first time takes 40 ms, and most texts have nothing encoded in them.
    encoded ??= new RegExp(longestFirst.map((secret) => [...secret].map(anyForm).join('')).join('|'), 'g')
    return plain.replace(encoded, redacted)
  }
}

/** A character as itself, as `%41` (or `%2541`, encoded once more), or as `\u0041`. */
function anyForm(character: string): string {
  const plain = character.replace(/[$()*+.?[\\\]^{|}/-]/, '\\$&')
  const code = character.charCodeAt(0).toString(16).padStart(2, '0')
  const either = [...code].map((digit) => (/\d/.test(digit) ? digit : `[${digit}${digit.toUpperCase()}]`)).join('')
  return `(?:${plain}|%(?:25)*${either}|\\\\u00${either})`
}
