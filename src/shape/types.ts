import type { ChangeSeverity, OperationSpec } from '../spec/index.ts'

/** One answer, as far as its shape goes. */
export interface ShapedExchange {
  /** Of the request. */
  readonly method: string
  readonly status: number
  /** As they came, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** What was asked for, in words that hold nothing of an answer; requests of one situation are answered with the same statuses. */
  readonly situation?: { readonly law: string; readonly what: string }
  /** Of a page of the list. */
  readonly page?: {
    readonly rows: number
    /** The size that was asked for; absent where the provider chose it. */
    readonly asked?: number
    /** More rows follow, so that the page has as many as it may have. */
    readonly isFull: boolean
  }
}

/** What an operation's answers are read with. */
export interface ShapeSource {
  readonly operation: OperationSpec
  /** JSON pointers of opaque cursors, whose lengths are recorded. */
  readonly cursors?: readonly string[]
}

/** How often something was seen, by its name. */
export type Counts = Readonly<Record<string, number>>

/** Whether the document declares a member, and whether it must be there. */
export const presences = ['required', 'optional', 'undeclared'] as const
export type Presence = (typeof presences)[number]

/** One place in the bodies of a status. */
export interface PlaceShape {
  readonly declared: Presence
  /** The types that the document permits; absent where it permits any. */
  readonly permits?: readonly string[]
  /** How many values were seen there. */
  readonly seen: number
  /** Of how many objects or lists that could have had one. */
  readonly of: number
  /** The most of those in one answer, which differ from each other. */
  readonly together: number
  readonly types?: Counts
  /** Of texts: by recognizers. */
  readonly forms?: Counts
  /** Of a declared enum. */
  readonly members?: Counts
  /** Values that a declared enum lacks. */
  readonly unknownMembers?: number
  /** Keywords of the document that values break. */
  readonly breaks?: Counts
  /** Of lists: bounds of their lengths. */
  readonly lengths?: Counts
}

export interface HeaderShape {
  readonly seen: number
  readonly forms: Counts
}

/** The answers of one status and media type. */
export interface ReplyShape {
  readonly seen: number
  readonly headers: Readonly<Record<string, HeaderShape>>
  /** By JSON pointer, in which `*` is any element, and any name that is a value. */
  readonly body: Readonly<Record<string, PlaceShape>>
}

/** What was seen of one operation: no value of an answer is in it. */
export interface OperationShape {
  /** By law, then by what was asked for: the statuses that came. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, Counts>>>>
  readonly pages: {
    /** Rows of full pages whose size the provider chose. */
    readonly sizes?: Counts
    /** Full pages of a size that was asked for: `as asked`, `fewer` or `more`. */
    readonly asked?: Counts
    /** Lengths of cursors. */
    readonly cursors?: Counts
  }
  /** By status and media type, such as `200 application/json`, with the method before it where that is not GET. */
  readonly replies: Readonly<Record<string, ReplyShape>>
}

/** The operations of a provider by path. */
export type ProviderShape = Readonly<Record<string, OperationShape>>

/** What a lock file holds: shapes by provider. */
export interface Lock {
  readonly providers: Readonly<Record<string, ProviderShape>>
}

export const changeKinds = [
  'removed',
  'added',
  'type',
  'form',
  'nullable',
  'optional',
  'member',
  'length',
  'status',
  'media-type',
  'header-removed',
  'header-added',
  'header-form',
  'page-size',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** One thing that is not as the lock has it. */
export interface Change {
  readonly provider: string
  /** Path of the operation. */
  readonly operation: string
  readonly kind: ChangeKind
  readonly severity: ChangeSeverity
  /** The reply and the place in it, joined by a space. */
  readonly at: string
  /** One plain sentence. */
  readonly message: string
  readonly before: string
  readonly now: string
  /** It rests on fewer answers or rows than this says much about. */
  readonly isFew?: true
  /** The same in every comparison that finds the same. */
  readonly fingerprint: string
}

/** What came of a comparison. */
export interface Comparison {
  /** Worst first, then by place. */
  readonly changes: readonly Change[]
  /** What the lock has and the run could not see. */
  readonly notLookedAt: readonly string[]
  /** How many places of the lock were seen again. */
  readonly looked: number
}
