import { isPath, type MockRequest, type Provider } from '../mock/index.ts'
import { isObject } from '../spec/index.ts'
import { decoded, echoMask } from './echo.ts'
import { createMask } from './mask.ts'
import { betweenWords, wordTest } from './own-headers.ts'
import type { RawEntry } from './raw-entry.ts'

/** Headers and query parameters whose values are kept as they are, by name. */
export interface KeptNames {
  readonly headers?: readonly string[]
  readonly query?: readonly string[]
}

/** One request and its answer. What was masked in the request is masked in the answer too, so the answer is asked for last. */
export interface Exchange {
  header(name: string, value: string): string
  path(text: string): string
  /** The text behind `?`. */
  query(text: string): string
  body(text: string, type: string): string
  answerHeader(name: string, value: string): string
  answerBody(text: string): string
  /** Any other text that was made from the request. */
  answer(text: string): string
}

/**
 * Makes what clients sent fit to be shown. Names stay; values are shown where they are known to be harmless, and masked everywhere else:
 * by no name can it be told where a client puts a secret.
 */
export interface Redactor {
  /** Without a provider: of a request to the server itself. */
  exchange(provider?: Provider, of?: Pick<RawEntry, 'request' | 'answer'>): Exchange
  /** Paths of the server itself, which are shown from now on. */
  showPaths(paths: readonly string[]): void
}

interface RedactorOptions {
  readonly providers: readonly Provider[]
  readonly keep?: KeptNames
  /** Texts of which no part is shown, however short. */
  readonly secrets?: readonly string[]
}

const harmless = /^[\w.-]{1,16}$/
/** A name without a value. */
const bare = /^[\w.-]{0,11}=*$/
const name = /^[\w.$[\]-]{1,64}$/
const literal = /^(?:true|false|null)$/
const scheme = /^(?:basic|bearer|digest|token|apikey|negotiate) +/i
/** Of more parts than anybody sends not one is shown: each would be hashed by itself. */
const mostParts = 200
/** RFC 6749, 4 and 6. */
const grantTypes: ReadonlySet<string> = new Set(['client_credentials', 'authorization_code', 'refresh_token'])

/** Headers that carry credentials whatever a provider's document says. */
const credentialHeaders = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie']

/** Names of headers that are never shown, in lower case. */
export function secretHeaders(providers: readonly Provider[]): Set<string> {
  return new Set([...credentialHeaders, ...providers.flatMap((provider) => provider.secretHeaders)])
}

export function createRedactor({ providers, keep = {}, secrets = [] }: RedactorOptions): Redactor {
  const mask = createMask()
  const never = secretHeaders(providers)
  const hosts = new Set(providers.flatMap((provider) => provider.hosts))
  const segments = new Set(['', 'http:', 'https:', ...hosts])
  showPaths(providers.flatMap(({ listGuide: { path, token } }) => [path, token?.path ?? '']))
  const keptHeaders = new Set(keep.headers?.map((header) => header.toLowerCase()))
  const keptParameters = new Set(keep.query)

  function showPaths(paths: readonly string[]): void {
    for (const segment of paths.flatMap((path) => path.split('/'))) segments.add(segment)
  }

  function isHarmless(text: string): boolean {
    return harmless.test(text) && !secrets.some((secret) => secret.includes(text) && text.length > 4)
  }

  return {
    showPaths,
    exchange(provider, of) {
      const hidden: string[] = []
      let echo: ((text: string) => string) | undefined
      // It led to a page, so the provider made it.
      const cursor = of?.answer.listed === undefined ? undefined : provider?.listGuide.paging?.cursor
      const isToken = of?.answer.status === 200 && isTokenRequest(of.request, provider)

      function hide(text: string): string {
        hidden.push(text)
        return mask(text)
      }

      function answer(text: string): string {
        echo ??= echoMask(hidden, mask)
        return echo(text)
      }

      function isShown(parameter: string, value: string): boolean {
        if (provider?.secretParameters.includes(parameter)) return false
        if (keptParameters.has(parameter)) return true
        if (provider === undefined) return false
        // Those with two lines before them are the mocks' own: `__code=429`.
        if (!provider.parameters.includes(parameter) && !parameter.startsWith('__')) return false
        return isHarmless(value) || provider.choices.has(value) || parameter === cursor
      }

      function pair(whole: string, isValueShown: typeof isShown): string {
        const equals = whole.indexOf('=')
        const value = whole.slice(equals + 1)
        // Without a value it may be one itself: base64 ends in equals signs.
        if (equals === -1 || value.replaceAll('=', '') === '') return bare.test(whole) ? whole : hide(whole)
        const given = whole.slice(0, equals)
        const plain = decoded(given)
        const shownName = name.test(plain) ? given : hide(given)
        return `${shownName}=${isValueShown(plain, value) ? value : hide(value)}`
      }

      function pairs(text: string, isValueShown = isShown): string {
        const parts = text.split('&')
        return parts.length > mostParts ? hide(text) : parts.map((part) => pair(part, isValueShown)).join('&')
      }

      /** The members of an object; what stands deeper is a value of one of them. */
      function members(text: string, isValueShown: (member: string, value: string) => boolean): string {
        try {
          const value: unknown = JSON.parse(text)
          if (!isObject(value)) return hide(text)
          const all = Object.entries(value).map(([member, inner]): [string, unknown] => {
            const said = typeof inner === 'string' ? inner : JSON.stringify(inner)
            const isKept = literal.test(said) || isValueShown(member, said)
            return [name.test(member) ? member : hide(member), isKept ? inner : hide(said)]
          })
          return all.length > mostParts ? hide(text) : JSON.stringify(Object.fromEntries(all))
        } catch {
          return hide(text)
        }
      }

      return {
        header(given, value) {
          const header = given.toLowerCase()
          if (keptHeaders.has(header) && !never.has(header)) return value
          if (never.has(header)) {
            const word = /authorization$/.test(header) ? (scheme.exec(value)?.[0] ?? '') : ''
            return word + hide(value.slice(word.length))
          }
          const isWordShown = wordTest(header, hosts)
          const parts = value.split(betweenWords)
          if (isWordShown === undefined || parts.length > mostParts) return hide(value)
          // Every second part is what the words are parted by.
          return parts.map((part, place) => (place % 2 === 1 || isWordShown(part) ? part : hide(part))).join('')
        },
        path(text) {
          const parts = text.split('/')
          const unknown = parts.filter((part) => !segments.has(part))
          if (unknown.length === 0 || isHarmless(unknown.join(''))) return text
          if (parts.length > mostParts) return hide(text)
          return parts.map((part) => (segments.has(part) ? part : hide(part))).join('/')
        },
        query: (text) => pairs(text),
        body(text, type) {
          const isField = (field: string, value: string) => field === 'grant_type' && grantTypes.has(value)
          if (text === '') return text
          if (/^application\/x-www-form-urlencoded\b/i.test(type)) return pairs(text, isField)
          return /^application\/json\b/i.test(type) ? members(text, isField) : hide(text)
        },
        answerHeader: (header, value) => (never.has(header.toLowerCase()) ? hide(value) : answer(value)),
        answerBody(text) {
          return isToken ? members(text, (_, value) => isHarmless(value)) : answer(text)
        },
        answer,
      }
    },
  }
}

function isTokenRequest(request: MockRequest, provider: Provider | undefined): boolean {
  const token = provider?.listGuide.token
  return token !== undefined && request.host === token.host && isPath(request, token.path)
}
