import type { OperationSpec } from '../spec/index.ts'
import { isOperation } from './replies.ts'
import type { Exchange, Rule } from './types.ts'

/**
 * The rules that no provider's contract has to state, each with its source. Laws and checks take a basis from here, from the contract or
 * from an erratum, and never write one: a test reads them all.
 */
export const ownRules = {
  document: { basis: 'documented', source: "the provider's document" },
  /** That other methods and paths of a provider refuse as the operation does is plain sense, but nowhere documented. */
  elsewhere: { basis: 'assumed', source: "the provider's document, of another path or method" },
  /** OpenAPI lets a declared header be absent. */
  optionalHeader: { basis: 'assumed', source: 'OpenAPI 3.1, Header Object: required is false where it is not stated' },
  /** The document declares the credential, so that a request without it is no success. */
  credentialRequired: { basis: 'documented', source: "the document's security requirement of the operation" },
  /** The document says in which header the credential goes, and declares no field of a reply that holds it. */
  credentialInHeader: { basis: 'documented', source: "the document's security scheme" },
  challenge: { basis: 'documented', source: 'RFC 9110, 15.5.2 and 11.6.1' },
  /** No scheme of HTTP is registered for keys in headers, queries or cookies, and servers that take them often name none. */
  challengeForKeys: { basis: 'assumed', source: 'RFC 9110, 15.5.2, for keys that are no scheme of HTTP' },
  allow: { basis: 'documented', source: 'RFC 9110, 15.5.6' },
  noBody: { basis: 'documented', source: 'RFC 9110, 6.4.1' },
  noCoding: { basis: 'documented', source: 'RFC 9110, 8.4 and 12.5.3' },
  framing: { basis: 'documented', source: 'RFC 9112, 6' },
  headAsGet: { basis: 'assumed', source: 'RFC 9110, 9.3.2: HEAD should have the headers of GET' },
  lengthOfHead: { basis: 'documented', source: 'RFC 9110, 8.6' },
  /** What a HEAD answers is what a GET would: the credential that the document wants for one it wants for the other. */
  credentialOfHead: { basis: 'documented', source: "the document's security requirement, and RFC 9110, 9.3.2" },
  json: { basis: 'documented', source: 'RFC 8259' },
  jsonDepth: { basis: 'assumed', source: 'RFC 8259, 9: a parser may limit the depth' },
  moment: { basis: 'documented', source: 'RFC 3339, 5.7, for times that a document describes by a pattern' },
  tokenReply: { basis: 'documented', source: 'RFC 6749, 5.1, and RFC 7519, 4.1' },
  issuer: { basis: 'documented', source: 'RFC 9068, 4, and RFC 8414, 3.3' },
  tokenRefused: { basis: 'documented', source: 'RFC 6749, 5.2' },
  enoughSeen: { basis: 'documented', source: '--min-seen, which the caller asked for' },
  noEmptyPage: { basis: 'assumed', source: 'no document says it: databases that page by position do give empty pages' },
  sameTwice: { basis: 'assumed', source: 'no document says it: counters and times may move' },
  sizeObeyed: { basis: 'assumed', source: 'the contract states no rule for sizes' },
  /** Where the contract says that the document leaves it open. */
  doubtful: { basis: 'assumed', source: 'the document leaves it open whether the value matches' },
} as const satisfies Readonly<Record<string, Rule & { readonly source: string }>>

/** A rule of the document, which holds for the operation and is only assumed to hold on other paths and methods. */
export function ofOperation(exchange: Exchange, operation: OperationSpec, rule: Rule = ownRules.document): Rule {
  return isOperation(exchange, operation) ? rule : ownRules.elsewhere
}
