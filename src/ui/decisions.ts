import type { Entry, ErrorEntry } from './types.ts'

/** One thing that the server decided about a request, and why. */
export interface Decision {
  readonly label: string
  readonly text: string
  /** It is trouble that was made on demand, a refusal, or a remark about the client. */
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
  internal: 'the provider failed',
}

/** What was decided, in the order in which the server decides; what is not known is left out. */
export function decisions(entry: Entry, wireMeanings: ReadonlyMap<string, string>): readonly Decision[] {
  const { fault, error, wire, note, decided = {} } = entry
  const account = decided.credential
  const wireMeaning = wire === undefined ? undefined : wireMeanings.get(wire)
  const found: readonly [label: string, text: string | undefined, isTrouble?: boolean][] = [
    ['Credential', account === undefined ? 'of no account' : `of the account ${account}`, account === undefined],
    ['Scenario', decided.scenario],
    [
      'Refused',
      error === undefined && fault ? `${fault}: ${refusals[fault] ?? 'the provider says no'}` : undefined,
      true,
    ],
    ['Trouble made', decided.fault && decided.fault + (wireMeaning === undefined ? '' : ` (${wireMeaning})`), true],
    ['Page', decided.page],
    ['Remark', note, true],
  ]
  return found.flatMap(([label, text, isTrouble = false]) => (text === undefined ? [] : [{ label, text, isTrouble }]))
}

/** The error of the catalogue that an entry's answer is. */
export function explanationOf({ decided }: Entry, errors: readonly ErrorEntry[]): ErrorEntry | undefined {
  return errors.find(({ id }) => id === decided?.error)
}
