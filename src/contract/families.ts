/** Families of laws and checks, in the order in which reports show them. */
export const families = ['shape', 'wire', 'envelope', 'authentication', 'pagination', 'query', 'http', 'seen'] as const

export type Family = (typeof families)[number]

/** Families whose checks judge every reply, whatever law asked for it: no law is kept or broken by them. */
export const everyReplyFamilies = ['shape', 'wire', 'envelope'] as const satisfies readonly Family[]

/** Whether a finding with this id is about a reply as such, and not about the matter of the law that asked for it. */
export function isAboutEveryReply(check: string): boolean {
  return everyReplyFamilies.some((family) => check.startsWith(`${family}/`))
}

/** What each family of laws asks of a server. */
export const familyQuestions: Readonly<Record<Family, string>> = {
  shape: 'Do status, headers and body have the shape that the document declares?',
  wire: 'Do the bytes arrive whole, as one well-formed JSON text in UTF-8?',
  envelope: 'Do flags, counters and echoed parameters agree with the rest of the reply?',
  authentication: 'Is every wrong credential refused, and the right one accepted?',
  pagination: 'Does the walk end, and give each organization exactly once?',
  query: 'Do filters and orders give what was asked for, and nothing else?',
  http: 'Are HEAD, other methods, the slash and known errors handled as promised?',
  seen: 'How much of what the document declares was witnessed?',
}
