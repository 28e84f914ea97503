/** Where a claim about a provider comes from. Only documented claims can fail a run against the real API. */
export type Basis = 'documented' | 'observed' | 'assumed'

/** `published`: the document as the provider prints it, defects included. `repaired`: the same with the errata applied. */
export type Reading = 'published' | 'repaired'

/** Which state of a provider's document is served and checked: the documents, or what public evidence has shown since as well. */
export type Edition = 'documents' | 'latest'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** One known defect of a provider's document and the overlay actions that repair it. */
export interface Erratum {
  /** Stable identifier, such as E-CF-001. */
  readonly id: string
  /** RFC 9535 JSONPath of the first action. */
  readonly target: string
  /** Why the document is wrong, in one or more sentences. */
  readonly reason: string
  readonly basis: Basis
  /** Where the evidence is. */
  readonly source: string
  /** Of a change in the latest edition: its day, or the month in which public evidence last showed it. */
  readonly since?: string
  /**
   * JSON pointers of the outermost nodes that the actions added, changed or removed: where each stands in the repaired
   * document, or would stand. An array that lost an element is touched whole, because its later elements moved.
   */
  readonly pointers: readonly string[]
}

export interface HeaderSpec {
  readonly name: string
  readonly required: boolean
  /** Dereferenced schema. */
  readonly schema: JsonObject
  /** JSON pointer of the header, or the parameter, in the document. */
  readonly pointer: string
}

export interface ParameterSpec extends HeaderSpec {
  readonly in: 'query' | 'header' | 'path' | 'cookie'
}

export interface ContentSpec {
  readonly mediaType: string
  /** The schema as the document holds it (with its `$ref`s); absent when the document gives none. */
  readonly schema?: JsonObject
  /** JSON pointer of the schema (of the media type object when there is no schema). */
  readonly pointer: string
}

export interface ResponseSpec {
  /** As documented: '200', '4XX' or 'default'. */
  readonly status: string
  readonly headers: readonly HeaderSpec[]
  readonly content: readonly ContentSpec[]
  readonly pointer: string
}

export type SecurityScheme =
  | { readonly id: string; readonly type: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly id: string; readonly type: 'http'; readonly scheme: string }
  | {
      readonly id: string
      readonly type: 'oauth2'
      readonly tokenUrl: string
      /** Every scope of the client credentials flow, name to text. */
      readonly scopes: Readonly<Record<string, string>>
    }

/** All of these together satisfy the requirement (the document's AND). */
export type SecurityRequirement = readonly { readonly scheme: SecurityScheme; readonly scopes: readonly string[] }[]

/** One operation of one provider in one reading; deeply frozen. */
export interface OperationSpec {
  readonly provider: string
  readonly reading: Reading
  /** info.title of the document. */
  readonly title: string
  /** Host names of the servers, lower case, then those of the token URLs. */
  readonly hosts: readonly string[]
  /** Path of the first server with its variables at their defaults: '' or '/client/v4', never a trailing slash. */
  readonly basePath: string
  readonly method: 'GET'
  /** The path item's key, such as '/user/organizations/'. */
  readonly path: string
  readonly operationId?: string
  readonly parameters: readonly ParameterSpec[]
  readonly responses: readonly ResponseSpec[]
  /** Any one of these is enough (the document's OR). */
  readonly security: readonly SecurityRequirement[]
  /** JSON pointer of the operation in the document. */
  readonly pointer: string
  /** The whole OpenAPI document of this reading. */
  readonly document: JsonObject
}

/** One change that the real API is known to have made since its document: drift where a server need not be as the document has it. */
export interface KnownDrift {
  /** JSON pointer into the body, in which `*` is any index, and at the end any name; or `header` and its name. */
  readonly at: string
  /** `gone`: a member no longer comes. `added`: one comes that is not declared. `values` came to those declared. `filtered`: a total counts what filters leave. */
  readonly change: 'gone' | 'added' | 'values' | 'filtered'
  readonly values?: readonly Json[]
  /** Default: any reply. */
  readonly of?: 'refusals'
  /** The day of the change. */
  readonly since?: string
  /** Where that day is not known: when public evidence last showed it. */
  readonly seen?: string
  readonly source: string
}

/** A query parameter that the provider has had since its documents. */
export interface LaterParameter {
  readonly name: string
  /** A day such as 2026-08-19, or a month. */
  readonly since: string
}

export interface ProviderSpec {
  readonly provider: string
  /** `documents` also where `latest` is asked for and nothing is known to have changed since. */
  readonly edition: Edition
  readonly published: OperationSpec
  readonly repaired: OperationSpec
  /** Lists that the latest edition has besides. */
  readonly further: readonly OperationSpec[]
  readonly errata: readonly Erratum[]
  readonly knownDrifts: readonly KnownDrift[]
  /** What the latest edition has and this one has not. */
  readonly later: readonly LaterParameter[]
}
