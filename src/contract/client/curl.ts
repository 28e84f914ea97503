import { shellWord, type WordPart } from '../../spec/index.ts'
import { alteredCredential } from './altered-credential.ts'
import type { TransportOptions } from './connector.ts'
import { has, type RequestSeen } from './request-bytes.ts'
import type { Redactor } from './secret-redactor.ts'

/** Values by the environment variable that holds them, such as `{ NIRVANA_LABS_API_KEY: '…' }`. */
export type VariableValues = Readonly<Record<string, string>>

/**
 * A request as one line for a POSIX shell, to be pasted. A credential of one of the variables becomes `$VARIABLE`, and one that a law made from
 * it becomes a command that makes it again; every other secret is `[REDACTED]`. It connects as the run did: with the same files, and by no proxy where the run used none.
 */
export function curlOf(
  request: RequestSeen,
  redactor: Redactor,
  variables: VariableValues = {},
  transport: TransportOptions = {},
): string {
  const { url, headers, body } = request
  const word = (text: string, scrub: (text: string) => string) => shellWord(partsOf(text, variables, scrub))

  const fields = headers.flatMap(([name, value]) => {
    // A header without a value is written with a semicolon; with a colon curl would take its own header of that name away.
    if (value === '') return ['-H', shellWord([`${redactor.text(name)};`])]
    const pair = basicPair(name, value)
    if (pair !== undefined && partsOf(pair, variables, (text) => text).some((part) => typeof part !== 'string')) {
      return ['-u', shellWord(partsOf(pair, variables, redactor.text))]
    }
    const parts = partsOf(value, variables, (text) => text)
    const holdsVariable = parts.some((part) => typeof part !== 'string')
    const scrubbed = holdsVariable
      ? partsOf(value, variables, redactor.text)
      : (alteredCredential(value, variables) ?? [redactor.header(name, value)])
    return ['-H', shellWord([`${redactor.text(name)}: `, ...scrubbed])]
  })
  const payload = body === undefined ? [] : ['--data-raw', word(body, redactor.text)]
  // curl would call it a form.
  const untyped = body === undefined || has(headers, 'Content-Type') ? [] : ['-H', 'Content-Type:']

  return [
    'curl',
    '-i',
    ...methodFlags(request),
    ...urlFlags(url),
    ...transportFlags(url, transport, redactor),
    shellWord(shortened(partsOf(url, variables, redactor.text))),
    ...fields,
    ...untyped,
    ...payload,
  ].join(' ')
}

/** User and password of HTTP Basic, as curl takes them. */
function basicPair(name: string, value: string): string | undefined {
  const [, encoded] = /^basic (.+)$/i.exec(name.toLowerCase() === 'authorization' ? value : '') ?? []
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8')
}

/** A URL holds what came before, such as a cursor: what is longer is cut, behind the redaction. */
const urlCharacters = 500

function shortened(parts: readonly WordPart[]): readonly WordPart[] {
  let left = urlCharacters
  return parts.flatMap((part): readonly WordPart[] => {
    if (left < 0) return []
    if (typeof part !== 'string') return [part]
    const room = left
    left -= part.length
    return left < 0 ? [`${part.slice(0, room)}…`] : [part]
  })
}

function methodFlags({ method, body }: RequestSeen): readonly string[] {
  if (method === 'HEAD') return ['--head']
  // With a body curl would POST.
  return method === 'GET' && body === undefined ? [] : ['-X', shellWord([method])]
}

/** Without them curl takes brackets and braces for patterns, and takes dots out of the path. */
function urlFlags(url: string): readonly string[] {
  return [...(/[[\]{}]/.test(url) ? ['--globoff'] : []), ...(/\/\.{1,2}(?=[/?]|$)/.test(url) ? ['--path-as-is'] : [])]
}

function transportFlags(
  url: string,
  { files: { ca, certificate, key } = {}, usesProxies = true }: TransportOptions,
  redactor: Redactor,
): readonly string[] {
  // Behind a colon curl takes a passphrase.
  const named = certificate?.replaceAll(/[\\:]/g, '\\$&')
  const files = Object.entries({ '--cacert': ca, '--cert': named, '--key': key }).flatMap(([flag, file]) =>
    file === undefined ? [] : [flag, shellWord([redactor.text(file)])],
  )
  return [...(usesProxies ? [] : ['--noproxy', "'*'"]), ...(url.startsWith('https:') ? files : [])]
}

/** Cuts a text at every value of a variable, the longest first; `scrub` is for what lies between. */
function partsOf(text: string, variables: VariableValues, scrub: (text: string) => string): readonly WordPart[] {
  const [first] = Object.entries(variables)
    .filter(([, value]) => value.length >= shortestValue && text.includes(value))
    .sort(([, a], [, b]) => b.length - a.length)
  if (first === undefined) return text === '' ? [] : [scrub(text)]
  const [variable, value] = first
  return text
    .split(value)
    .flatMap((piece, index): readonly WordPart[] => [
      ...(index === 0 ? [] : [{ variable }]),
      ...partsOf(piece, variables, scrub),
    ])
}

/** Below it a value would meet ordinary text, as in the redactor. */
const shortestValue = 4
