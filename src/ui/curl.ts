import { quoted } from './texts.ts'
import type { Account, Credentials, Entry, HeaderLine, Named } from './types.ts'

const masked = /\[\d{1,9} characters/
// What curl writes by itself, or what would change with it.
const written = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding'])

/** The account of a tenant: a published one, or the one whose credentials the server told. */
export function accountOf(
  credentials: Credentials | undefined,
  tenant: string | undefined,
  told: Named | undefined,
): Account | undefined {
  const published = credentials?.accounts.find(({ name }) => name === tenant)
  return published ?? (told && tenant !== undefined ? { name: tenant, credentials: told, description: '' } : undefined)
}

/** A text with the ordinary account's credential, as another account would write it. */
export function withAccount(text: string, ordinary: Named, account: Account | undefined): string {
  const values = Object.entries(ordinary).map(([part, value]) => [value, account?.credentials[part] ?? value] as const)
  // A placeholder first: one value may be part of another.
  const marked = values.reduce((result, [value], place) => result.replaceAll(value, `\0${place}\0`), text)
  return values.reduce((result, [, value], place) => result.replaceAll(`\0${place}\0`, value), marked)
}

/** The command without its last curl, such as one that gets a token first; and the headers of that curl, as words of a shell. */
export function curlParts(command: string): { readonly before: string; readonly headers: readonly string[] } {
  const last = command.lastIndexOf('curl ')
  const headers = [...command.slice(last).matchAll(/-H ('[^']*'|"[^"]*")/g)].map(([, word = '']) => word)
  return { before: command.slice(0, last), headers }
}

export interface Repeated {
  readonly command: string
  /** Headers, or the address, whose secret is not known here. */
  readonly unknown: readonly string[]
}

/** A command that sends the request of an entry again, with the credential of its account where it is a test account. */
export function curlOf(
  { request, provider }: Entry,
  credentials: Credentials | undefined,
  account: Account | undefined,
  origin: string,
): Repeated {
  const ordinary = credentials?.accounts.find(({ name }) => name === 'ordinary')
  const command =
    credentials?.provider === provider && ordinary !== undefined && account !== undefined
      ? withAccount(credentials.curl, ordinary.credentials, account)
      : ''
  const known = curlParts(command)
  const nameOf = (word: string) => word.slice(1, word.indexOf(':')).toLowerCase()
  const unknown: string[] = []
  const sent = request.headers
    .filter(({ name }) => !written.has(name.toLowerCase()))
    .map((header) => {
      if (!masked.test(header.value)) return quoted(lineOf(header))
      const word = known.headers.find((one) => nameOf(one) === header.name.toLowerCase())
      if (word === undefined) unknown.push(header.name)
      return word ?? quoted(lineOf(header))
    })
  const query = request.query === '' ? '' : `?${request.query}`
  if (masked.test(request.path + query)) unknown.push('the address')
  const parts = [
    `${known.before}curl -i${request.method === 'GET' ? '' : ` -X ${quoted(request.method)}`}`,
    quoted(`${origin}/${request.host}${request.path}${query}`),
    ...sent.map((word) => `-H ${word}`),
    ...(request.body ? [`--data-raw ${quoted(request.body)}`] : []),
  ]
  return { command: parts.join(' \\\n  '), unknown }
}

function lineOf({ name, value }: HeaderLine): string {
  return value === '' ? `${name};` : `${name}: ${value}`
}

/** The same command with a line for each header. A header's own text is quoted, and has no ` -H '` in it. */
export function overLines(command: string): string {
  return command.replace(/ -(?=H ['"]|i$)/g, ' \\\n  -')
}
