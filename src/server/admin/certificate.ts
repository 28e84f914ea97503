import { type Operation, operation } from './operation.ts'

const pem = 'application/x-pem-file'

/** Offers the certificate that clients of the HTTPS listener must trust, PEM. */
export function certificateOperations(certificate: string): readonly Operation[] {
  return [
    operation({
      method: 'get',
      path: '/tls.pem',
      id: 'readCertificate',
      summary: 'the certificate that clients of the HTTPS listener must trust',
      replies: { 200: { description: 'PEM.', types: [pem], schema: { type: 'string' } } },
      handle: () => ({ status: 200, text: certificate, type: pem }),
    }),
  ]
}
