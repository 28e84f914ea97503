/** What of a reply's text a report may show. */
export type Part =
  /** Our own words, and those of the document. */
  | string
  /** A value that came. */
  | { readonly value: unknown; readonly isSecret: boolean; readonly pattern: string | undefined }
  /** A JSON pointer into a body: names of members are values too, except a last one that may be shown. */
  | { readonly pointer: string; readonly lastIsName?: boolean }
  /** A name of a member that the document does not declare, in an object where it declares others. */
  | { readonly name: string }
  /** A query that was sent: it may carry what came before. */
  | { readonly query: string }

/**
 * A text of a finding that keeps apart what we say and what a server sent, until it is known how much of a body may be shown. Only
 * `words` makes one, and it takes no plain text between its own: each part says by `shown`, `placed`, `asked` or `plain` what it is.
 */
export class Words {
  readonly #parts: readonly Part[]

  private constructor(parts: readonly Part[]) {
    this.#parts = parts
  }

  /** For this file. */
  static of(parts: readonly Part[]): Words {
    return new Words(parts)
  }

  /** The parts of a text; whatever else a contract without types hands over counts as a value that came. */
  static partsOf(text: unknown): readonly Part[] {
    return typeof text === 'object' && text !== null && #parts in text ? text.#parts : [valuePart(text)]
  }
}

/** Tag of a template: the sentence as it is, with numbers of ours and other words in between. */
export function words(texts: TemplateStringsArray, ...between: readonly (Words | number)[]): Words {
  return Words.of(
    texts.flatMap((text, index) => {
      const next = between[index]
      const following = next === undefined ? [] : typeof next === 'number' ? [String(next)] : Words.partsOf(next)
      return [text, ...following]
    }),
  )
}

/** Text that holds nothing of a reply: our own, the contract's or the document's. */
export function plain(text: string): Words {
  return Words.of([text])
}

export interface ShownOptions {
  /** Never quoted, however much of a body is shown. */
  readonly isSecret?: boolean
  /** The regular expression that the text does not match: the place where the text departs from it is shown. */
  readonly pattern?: string
}

/** A value of a reply, whether of its body or of a header: the only way to put one into a finding. */
export function shown(value: unknown, options: ShownOptions = {}): Words {
  return Words.of([valuePart(value, options)])
}

export interface PlacedOptions {
  /** The last name is one that the document could have declared, so that it is shown if it looks like a name. */
  readonly lastIsName?: boolean
}

/** A place in a body by its JSON pointer. */
export function placed(pointer: string, options: PlacedOptions = {}): Words {
  return Words.of([{ pointer, ...options }])
}

/** A name that the document could have declared. */
export function named(name: string): Words {
  return Words.of([{ name }])
}

/** A query as it was sent, without `?`. */
export function asked(query: string): Words {
  return Words.of([{ query }])
}

export function joined(all: readonly Words[], between: string): Words {
  return Words.of(all.flatMap((each, index) => [...(index === 0 ? [] : [between]), ...Words.partsOf(each)]))
}

/** A text without what came. */
export function outlined(text: Words): string {
  return Words.partsOf(text)
    .map((part) => (typeof part === 'string' ? part : '…'))
    .join('')
}

function valuePart(value: unknown, { isSecret = false, pattern }: ShownOptions = {}): Part {
  return { value, isSecret, pattern }
}
