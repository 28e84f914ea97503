import type { Observation } from './types.ts'

/** Headers that carry a credential, or half of one. */
const headerNames = /^(proxy-)?authorization$|(api|auth|access)[-_]?(key|token|secret|email)$/

/** Shorter ones turn up in other texts by chance. */
const shortest = 8

/** What a journal puts in a secret's place: equal for all of them, so that it tells nothing. */
const placeholder = /redacted|\*{3}|^<.*>$/i

/** The credential headers of a request, as one text. */
export function credentialOf({ request }: Observation): string {
  return JSON.stringify(credentialHeaders(request.headers))
}

/** Every text that was sent as a credential in a place where it belongs: a header, or the form of a token request. */
export function secretsOf(observations: readonly Observation[]): Set<string> {
  const secrets = new Set<string>()
  for (const { request } of observations) {
    for (const [, value] of credentialHeaders(request.headers)) {
      // The scheme is no secret.
      const text = value.replace(/^[a-z]+ +/i, '')
      if (text.length >= shortest && !placeholder.test(text)) secrets.add(text)
    }
  }
  return secrets
}

function credentialHeaders(headers: Observation['request']['headers']): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && headerNames.test(name) ? [[name, String(value)]] : [],
  )
}

/** Names that say by themselves that a secret is in them, letters and digits only. */
const secretName = /apikey|authkey|accesskey|token|secret|passw|authorization|bearer|credential|authemail/
/** Names that may; they count where the request has no credential elsewhere. */
const likelyName = /^(key|auth|email|user|username|clientid)$/
/** Tokens that lead to a page, protect a form or tie a request to another are no credentials. */
const otherToken = /next|page|continu|cursor|sync|csrf|xsrf|idempot/

/** How sure a parameter's name makes that a credential is in it. */
export function nameSays(name: string): 'secret' | 'likely' | 'nothing' {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  if (otherToken.test(plain)) return 'nothing'
  if (secretName.test(plain)) return 'secret'
  return likelyName.test(plain) ? 'likely' : 'nothing'
}

/** Whether a text has one of the secrets in it. */
export function holdsSecret(text: string, secrets: ReadonlySet<string>): boolean {
  if (text.length < shortest) return false
  if (secrets.has(text)) return true
  for (const secret of secrets) if (text.includes(secret)) return true
  return false
}
