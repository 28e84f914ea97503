import { type DocumentForm, documentForms } from '../backstage.ts'
import { ControlError } from '../control-error.ts'
import { backstageOf, withoutBackstage } from './backstage-of.ts'
import { type Operation, operation } from './operation.ts'
import { closed } from './schema-parts.ts'
import { listOf, ref } from './schemas.ts'

const words = { type: 'string' }

/** The providers' OpenAPI documents, as `orgmock specs show` prints them. */
export const documentOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/documents',
    id: 'listDocuments',
    summary: "the providers' OpenAPI documents: published, repaired, and the latest edition where there is one",
    replies: {
      200: {
        description: 'Where each is.',
        schema: listOf(closed({ provider: words, form: { type: 'string', enum: documentForms }, href: words })),
        example: [{ provider: 'nirvana', form: 'repaired', href: '/__admin/documents/nirvana/repaired' }],
      },
      409: withoutBackstage,
    },
    async handle({ world }) {
      const list = await backstageOf(world).documents.list()
      return {
        status: 200,
        json: list.map(({ provider, form }) => ({ provider, form, href: `/__admin/documents/${provider}/${form}` })),
      }
    },
  }),
  operation({
    method: 'get',
    path: '/documents/{provider}/{form}',
    id: 'readProviderDocument',
    summary: 'one of them',
    replies: {
      200: { description: 'An OpenAPI document.', schema: { type: 'object', required: ['openapi', 'paths'] } },
      404: { description: 'There is no such document.', schema: ref('Message') },
      409: withoutBackstage,
    },
    async handle({ world, path: { provider = '', form = '' } }) {
      const document = await backstageOf(world).documents.read({ provider, form: form as DocumentForm })
      if (document !== undefined) return { status: 200, json: document }
      throw new ControlError('NOT_FOUND', `there is no document ${JSON.stringify(`${provider}/${form}`)}`)
    },
  }),
]
