import { compileProviderSpec } from '../../src/spec/compile.ts'
import { type ErrataSubsets, loadErrataSubsets } from '../../src/spec/index.ts'
import type { Basis, Json, JsonObject, OperationSpec, ProviderSpec } from '../../src/spec/types.ts'
import { directoryWith } from '../spec/directory.ts'

/** One action of an overlay; `id` E-AC-001 and so on. */
export interface Action {
  readonly id: string
  readonly basis?: Basis
  readonly target: string
  readonly update?: Json
  readonly remove?: true
}

/** A document of one operation, GET /orgs under https://api.acme.example/v1. */
export function document(responses: JsonObject, more: JsonObject = {}, openapi = '3.1.0'): JsonObject {
  return {
    openapi,
    info: { title: 'Acme', version: '1' },
    servers: [{ url: 'https://api.acme.example/v1' }],
    paths: { '/orgs': { get: { responses } } },
    ...more,
  }
}

/** A response with a JSON body. */
export function json(schema: Json, headers: JsonObject = {}): JsonObject {
  return { description: 'A reply.', headers, content: { 'application/json': { schema } } }
}

/** Where the JSON schema of a status stands. */
export function schemaAt(status: string): string {
  return `/paths/~1orgs/get/responses/${status}/content/application~1json/schema`
}

function overlay(actions: readonly Action[]): string {
  return JSON.stringify({
    overlay: '1.1.0',
    info: { title: 'Acme errata', version: '1' },
    actions: actions.map(({ id, basis, ...action }) => ({
      'x-erratum': id,
      ...(basis && { 'x-basis': basis, 'x-source': 'a test', description: 'A test.' }),
      ...action,
    })),
  })
}

/** Both readings of a document. */
export function provider(spec: JsonObject, actions: readonly Action[] = []): ProviderSpec {
  return compileProviderSpec({
    provider: 'acme',
    specFile: 'acme.openapi.yaml',
    specText: JSON.stringify(spec),
    ...(actions.length > 0 && { overlayText: overlay(actions) }),
  })
}

/** The readings between, from files. */
export async function subsetsOf(spec: JsonObject, actions: readonly Action[]): Promise<ErrataSubsets> {
  const files = { 'acme.openapi.yaml': JSON.stringify(spec), 'acme.overlay.yaml': overlay(actions) }
  const subsets = await loadErrataSubsets(directoryWith(files), 'acme')
  if (!subsets) throw new Error('there is no overlay')
  return subsets
}

/** An operation whose 200 has this schema. */
export function operationOf(schema: Json, components: JsonObject = {}, openapi?: string): OperationSpec {
  return provider(document({ '200': json(schema) }, { components: { schemas: components } }, openapi)).published
}
