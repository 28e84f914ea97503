import { certificateOperations } from './certificate.ts'
import { clockOperations } from './clock.ts'
import { contractOperations } from './contract.ts'
import { credentialOperations } from './credentials.ts'
import { apiDocument } from './document.ts'
import { documentOperations } from './documents.ts'
import { errorOperations } from './errors.ts'
import { faultOperations } from './faults.ts'
import { type Operation, operation } from './operation.ts'
import { providerOperations } from './providers.ts'
import { requestOperations } from './requests.ts'
import { resetOperations } from './reset.ts'
import { ref } from './schemas.ts'
import { scorecardOperations } from './scorecard.ts'
import { settingsOperations } from './settings.ts'
import { tenantOperations } from './tenants.ts'

/** Every operation under /__admin, in the order of the index. */
export function adminOperations({ certificate }: { certificate: string | undefined }): readonly Operation[] {
  const operations: Operation[] = [
    operation({
      method: 'get',
      path: '',
      id: 'listRoutes',
      summary: 'this list',
      replies: {
        200: {
          description: 'The routes of this server beside the providers.',
          schema: ref('Index'),
          example: {
            document: '/__admin/openapi.json',
            routes: [{ method: 'GET', path: '/__admin/clock', summary: "the time of the server's clock" }],
          },
        },
      },
      handle: () => ({ status: 200, json: { document: '/__admin/openapi.json', routes } }),
    }),
    operation({
      method: 'get',
      path: '/openapi.json',
      id: 'readDocument',
      summary: 'the OpenAPI document of these routes',
      replies: { 200: { description: 'OpenAPI 3.1.', schema: { type: 'object', required: ['openapi', 'paths'] } } },
      handle: () => ({ status: 200, json: apiDocument(operations) }),
    }),
    ...providerOperations,
    ...credentialOperations,
    ...errorOperations,
    ...tenantOperations,
    ...faultOperations,
    ...clockOperations,
    ...requestOperations,
    ...scorecardOperations,
    ...settingsOperations,
    ...documentOperations,
    ...contractOperations,
    ...resetOperations,
    ...(certificate === undefined ? [] : certificateOperations(certificate)),
  ]
  const routes = [
    ...operations.map(({ method, path, summary }) => ({
      method: method.toUpperCase(),
      path: `/__admin${path}`,
      summary,
    })),
    { method: 'GET', path: '/__admin/session', summary: 'whether a session of the page is open' },
    { method: 'POST', path: '/__admin/session', summary: 'give the token for a session of the page' },
    { method: 'DELETE', path: '/__admin/session', summary: 'end the session of the page' },
    { method: 'GET', path: '/metrics', summary: 'figures for Prometheus' },
  ]
  return operations
}
