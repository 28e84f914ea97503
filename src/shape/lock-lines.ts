import { isFew, share } from './samples.ts'
import type { Counts, Lock, OperationShape, PlaceShape, ReplyShape } from './types.ts'

/** A lock as lines for people. */
export function lockLines({ providers }: Lock): readonly string[] {
  return Object.entries(providers).flatMap(([provider, operations]) =>
    Object.entries(operations).flatMap(([path, operation]) => [`${provider} ${path}`, ...operationLines(operation)]),
  )
}

function operationLines({ requests, pages, replies }: OperationShape): readonly string[] {
  const kinds = Object.values(requests).reduce((sum, byWhat) => sum + Object.keys(byWhat).length, 0)
  const laws = Object.keys(requests).length
  return [
    `  ${kinds} kinds of requests of ${laws} ${laws === 1 ? 'law' : 'laws'}`,
    ...(pages.sizes === undefined ? [] : [`  page size ${names(pages.sizes)}`]),
    ...(pages.asked === undefined ? [] : [`  pages of an asked size: ${names(pages.asked)}`]),
    ...(pages.cursors === undefined ? [] : [`  cursors of ${names(pages.cursors)} characters`]),
    ...Object.entries(replies).flatMap(([key, reply]) => [`  ${key}: ${reply.seen} answers`, ...replyLines(reply)]),
  ]
}

function replyLines({ headers, body, seen }: ReplyShape): readonly string[] {
  return [
    ...Object.entries(headers).map(
      ([name, header]) => `    ${name}: ${names(header.forms)} (${share(header.seen, seen)}${fewWords(seen)})`,
    ),
    ...Object.entries(body).map(([pointer, place]) => `    ${pointer || 'the body'}: ${placeWords(place)}`),
  ]
}

function placeWords({
  declared,
  seen,
  of,
  types,
  forms,
  members,
  unknownMembers,
  breaks,
  lengths,
}: PlaceShape): string {
  if (seen === 0) return `${declared}, never seen (of ${of})`
  const words = [
    names(types),
    forms && `form ${names(forms)}`,
    members && `members ${names(members)}`,
    unknownMembers === undefined ? undefined : `${unknownMembers} unknown members`,
    lengths && `length ${names(lengths)}`,
    breaks && `breaks ${names(breaks)}`,
  ].filter((word) => word !== undefined)
  const often = seen > of ? `${seen} in ${of}` : share(seen, of)
  return `${declared}, ${words.join(', ')} (${often}${fewWords(of)})`
}

function fewWords(samples: number): string {
  return isFew(samples).isFew === true ? ', few samples' : ''
}

function names(counts: Counts = {}): string {
  return Object.keys(counts).join(', ')
}
