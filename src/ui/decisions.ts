import { plural } from './texts.ts'
import type { Credentials, Entry, ErrorEntry } from './types.ts'

/** One thing that the server decided about a request, and why. */
export interface Decision {
  readonly label: string
  readonly text: string
  /** It is trouble that was made on demand, or a refusal. */
  readonly isTrouble?: boolean
}

const refusals: Readonly<Record<string, string>> = {
  unauthenticated: 'the credential is missing, malformed or not known',
  forbidden: 'the account may not do this',
  'invalid-parameter': 'a query parameter is not accepted',
  'invalid-cursor': 'the cursor is not one that this list gave out, or has expired',
  'not-found': 'nothing is at this path',
  'method-not-allowed': 'the path does not take this method',
  'not-acceptable': 'the provider has no answer in a form that Accept allows',
  'unsupported-media-type': 'the body is of a type that is not read',
  throttled: 'there were too many requests',
  internal: 'the provider failed, as it was asked to',
}

/** What was decided, in the order in which the server decides; what is not known is left out. */
export function decisions(
  entry: Entry,
  credentials: Credentials | undefined,
  wireMeanings: ReadonlyMap<string, string>,
): readonly Decision[] {
  const { tenant, fault, error, wire, delayMs, listed, note, decided = {} } = entry
  const found: (Decision | undefined)[] = [
    {
      label: 'Credential',
      text: told(decided['credential']) ?? (tenant === undefined ? 'of no account' : `of the account ${tenant}`),
      isTrouble: tenant === undefined,
    },
    ...scenarioTexts(tenant, credentials).map((text) => ({ label: 'Scenario', text })),
    fault === undefined
      ? undefined
      : { label: 'Refused', text: `${fault}: ${refusals[fault] ?? 'the provider says no'}`, isTrouble: true },
    error === undefined
      ? undefined
      : {
          label: 'On demand',
          text: `the error ${error}, by the account, a fault or the request itself`,
          isTrouble: true,
        },
    wire === undefined
      ? undefined
      : { label: 'Connection', text: `${wire}${suffix(wireMeanings.get(wire))}`, isTrouble: true },
    delayMs === undefined
      ? undefined
      : { label: 'Delay', text: `the answer was held back for ${delayMs} ms`, isTrouble: true },
    listed === undefined ? undefined : { label: 'Page', text: pageText(listed) },
    note === undefined ? undefined : { label: 'Remark', text: note, isTrouble: true },
  ]
  return found.filter((one) => one !== undefined)
}

function told(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function suffix(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`
}

/** Such as `organizations 21 to 40 of 127, with more to come`. */
export function pageText({ from, to, count, next }: NonNullable<Entry['listed']>): string {
  if (count === 0) return 'an empty list'
  if (to <= from) return `an empty page, past the end of ${plural(count, 'organization')}`
  return `organizations ${from + 1} to ${to} of ${count.toLocaleString('en')}, ${to < count && next !== null ? 'with more to come' : 'the last page'}`
}

/** What each word of the tenant's name does. */
function scenarioTexts(tenant: string | undefined, credentials: Credentials | undefined): readonly string[] {
  if (tenant === undefined || credentials === undefined || tenant === 'ordinary') return []
  return tenant.split('_').flatMap((word) => {
    const account = credentials.accounts.find(({ name }) => name === word)
    const numbered = credentials.tenants?.words.find((one) => one.word === word.replace(/\d+$/, 'N'))
    const description = account?.description ?? numbered?.description
    return description === undefined ? [] : [`${word}: ${description}`]
  })
}

/** The error of the catalogue that an entry's answer is: by name, by its very body, or the only one with its status. */
export function explanationOf(entry: Entry, errors: readonly ErrorEntry[]): ErrorEntry | undefined {
  const { provider, answer, error, decided } = entry
  const name = told(decided?.['error']) ?? error
  const named = errors.find(({ id }) => id === name)
  if (named !== undefined) return named
  if (answer.status < 400) return undefined
  const alike = errors.filter((one) => one.provider === provider && one.status === answer.status)
  return alike.find(({ body }) => body === answer.body) ?? (alike.length === 1 ? alike[0] : undefined)
}
