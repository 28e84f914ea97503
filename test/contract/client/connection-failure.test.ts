import { expect, test } from 'vitest'
import { connectionFailure } from '../../../src/contract/client/connection-failure.ts'
import { CouldNotCheck } from '../../../src/contract/types.ts'

const peer = 'https://x.example'

test.each([
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    false,
    'NOT_HTTP',
    `${peer} does not speak TLS: its URL may have to begin with http://`,
  ],
  [
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    false,
    'NOT_HTTP',
    `${peer} does not speak TLS: its URL may have to begin with http://`,
  ],
  ['CERT_HAS_EXPIRED', false, 'TLS', `the certificate of ${peer} is not accepted: it has expired (CERT_HAS_EXPIRED)`],
  [
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    false,
    'TLS',
    `no TLS connection to ${peer} comes about; it may want a client certificate (--client-cert) (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)`,
  ],
  [
    'ERR_SSL_UNSUPPORTED_PROTOCOL',
    false,
    'TLS',
    `no TLS connection to ${peer} comes about (ERR_SSL_UNSUPPORTED_PROTOCOL)`,
  ],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    true,
    'TLS',
    `${peer} wants a client certificate: give --client-cert and --client-key (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)`,
  ],
  [
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    true,
    'TLS',
    `${peer} does not accept the client certificate (ERR_SSL_TLSV1_ALERT_UNKNOWN_CA)`,
  ],
  ['EHOSTUNREACH', false, 'UNREACHABLE', `no route leads to ${peer} (EHOSTUNREACH)`],
  ['ECONNRESET', false, 'TLS', `${peer} breaks the connection off during the TLS handshake (ECONNRESET)`],
  ['ECONNRESET', true, 'UNREACHABLE', `the connection to ${peer} broke before an answer came (ECONNRESET)`],
  ['', true, 'UNREACHABLE', `the connection to ${peer} broke before an answer came`],
])('says in a sentence what %s means', (code, isSecured, expectedCode, message) => {
  const error = Object.assign(new Error('node says s3cret'), { code, rawPacket: Buffer.from('s3cret') })
  const failure = connectionFailure(error, { text: peer, isTls: true }, isSecured)
  expect([failure.code, failure.message, failure.cause]).toEqual([expectedCode, message, undefined])
})

test('passes on what already says why', () => {
  const failure = new CouldNotCheck('TIMEOUT', 'too late')
  expect(connectionFailure(failure, { text: peer, isTls: true }, true)).toBe(failure)
})
