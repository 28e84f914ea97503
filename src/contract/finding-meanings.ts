import { families } from './families.ts'
import { laws } from './laws/index.ts'

/** What a breach means, by the id of a finding; a finding with the id of a law means that the law is broken. */
const meanings: Readonly<Record<string, string>> = {
  'wire/length': 'The body is as long as its Content-Length says, and the framing is that of HTTP/1.1',
  'wire/encoding': 'The body comes as it was asked for, without a compression that no one accepted',
  'wire/body-presence': 'A reply has a body, except to HEAD and with 204 and 304',
  'wire/json': 'The body is one JSON text in UTF-8 without double names',
  'wire/refusal-headers': 'A 401 comes with WWW-Authenticate and a 405 with Allow',
  'wire/secret': 'No secret of the request comes back in the reply',
  'shape/status': 'The status is one that the document declares for this request',
  'shape/content-type': 'The Content-Type is one that the document declares for the status',
  'shape/headers': 'Headers that the document declares have the declared form, and required ones come',
  'shape/body': 'The body fits the schema that the document declares for the status',
  'shape/write-only': 'Properties that the document declares as writeOnly never come',
  'shape/times': 'Times that only a pattern describes name days and hours that exist',
  'shape/undeclared-fields': 'The body has no properties beyond those that the document declares',
  'pagination/complete': 'The pages of a walk together hold every organization',
  'pagination/each-once': 'No organization comes twice in a walk',
  'pagination/ends': 'A walk comes to an end',
  'pagination/empty-page': 'No page before the end of a walk is empty',
  'pagination/full-pages': 'Every page but the last is full',
  'pagination/leads': 'The URL of a next page gets that page, and the last page has no such URL',
  'pagination/page-refused': 'No page of a walk is refused',
  'pagination/page-size': 'A page holds no more organizations than were asked for',
  'pagination/size-refused': 'A page size that the document allows is accepted',
  'pagination/total-exact': 'The total that a page states is the number of organizations of the walk',
  'pagination/total-steady': 'The total is the same on every page',
  'query/limits': 'A filter leaves out the organizations that do not match it',
  'query/match-all': 'Filters together give only organizations that match all of them',
  'query/match-any': 'Filters joined by "any" give the organizations that match one of them',
  'query/match-default': 'Filters are joined as the document says where the request does not say how',
  'query/orders-complete': 'A list in another order holds the same organizations',
  'query/total': 'The total under a filter is stated as promised',
  'http/operation-gone': 'The provider still serves the operation',
  'seen/enough': 'As much of what the document declares is seen as --min-seen asks for',
}

/** Ids that end in a name of the provider's contract, by what stands before it. */
const openEnded: Readonly<Record<string, string>> = {
  'envelope/':
    'The flags, counters and echoes around the list agree with the rest of the reply (a rule of the provider)',
  'http/probe-': 'A harmless request gets the documented or known error (a probe of the provider)',
}

/** Ids of every family, by their end. */
const ofFamilies: Readonly<Record<string, string>> = {
  'refusal-envelope': "A refusal has the provider's own error body",
  'refusal-without-data': 'A refusal gives no organization away',
}

/** An id that findings can have, and what it says when it is kept, in one sentence. */
export interface FindingMeaning {
  readonly id: string
  readonly title: string
}

/** Every id that a finding can have besides those of laws; `…` stands for a name of the provider's contract. */
export const findingMeanings: readonly FindingMeaning[] = [
  ...Object.entries(meanings),
  ...families
    .filter((family) => laws.some((law) => law.family === family))
    .flatMap((family) =>
      Object.entries(ofFamilies).map(([end, title]): [string, string] => [`${family}/${end}`, title]),
    ),
  ...Object.entries(openEnded).map(([start, title]): [string, string] => [`${start}…`, title]),
].map(([id, title]) => ({ id, title }))

/** What a finding with this id says when it is kept; undefined for an id that no finding has. */
export function findingMeaning(id: string): FindingMeaning | undefined {
  const start = Object.keys(openEnded).find((each) => id.startsWith(each) && id.length > each.length)
  const known = laws.find((law) => law.id === id) ?? findingMeanings.find((each) => each.id === id)
  if (known !== undefined) return { id, title: known.title }
  return start === undefined ? undefined : { id, title: openEnded[start] ?? '' }
}
