import '@hyperjump/json-schema/formats'
import { registerSchema, setShouldValidateFormat, validate } from '@hyperjump/json-schema/openapi-3-0'
import '@hyperjump/json-schema/openapi-3-1'
import type { OperationSpec } from '../../src/spec/index.ts'

const dialects = {
  '3.0': 'https://spec.openapis.org/oas/3.0/schema',
  '3.1': 'https://spec.openapis.org/oas/3.1/schema-base',
}

setShouldValidateFormat(true)

/** Its registry is one for the whole process: every document needs a name of its own. */
let registered = 0

/** Another implementation's word on whether a value fits the schema of a status; it reads the OpenAPI document by itself. */
export async function hyperjump(operation: OperationSpec): Promise<(status: string, value: unknown) => boolean> {
  const { provider, document, responses } = operation
  registered += 1
  const uri = `https://${provider}.example/${registered}`
  const isOld = String(document['openapi']).startsWith('3.0.')
  registerSchema(structuredClone(document) as never, uri, isOld ? dialects['3.0'] : dialects['3.1'])
  const judges = new Map<string, (value: never) => { readonly valid: boolean }>()
  for (const { status, content } of responses) {
    const [media] = content
    if (!media?.schema) continue
    const fragment = media.pointer.split('/').map(encodeURIComponent).join('/')
    judges.set(status, (await validate(`${uri}#${fragment}`)) as never)
  }
  return (status, value) => {
    const judge = judges.get(status)
    if (!judge) throw new Error(`${provider} has no schema for status ${status}`)
    return judge(value as never).valid
  }
}
