import { CouldNotCheck } from '../types.ts'
import type { Origin } from './connection.ts'

type Peer = Pick<Origin, 'text' | 'isTls'>

/**
 * Says in a plain sentence why no answer could be had. Node's error is not kept as the cause: its fields can hold bytes that came,
 * and with them an echoed secret.
 */
export function connectionFailure(error: unknown, { text: peer, isTls }: Peer, isSecured: boolean): CouldNotCheck {
  if (error instanceof CouldNotCheck) return error
  const { code = '', message } = error as NodeJS.ErrnoException

  // Plain text is read as a TLS record of a version that does not exist, or of an absurd length.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code) || /wrong version number/.test(message)) {
    return new CouldNotCheck('NOT_HTTP', `${peer} does not speak TLS: its URL may have to begin with http://`)
  }
  const untrusted = certificateTroubles[code]
  if (untrusted !== undefined) {
    return new CouldNotCheck('TLS', `the certificate of ${peer} is not accepted: ${untrusted} (${code})`)
  }
  if (/ALERT_CERTIFICATE_REQUIRED/.test(code)) {
    return new CouldNotCheck('TLS', `${peer} wants a client certificate: give --client-cert and --client-key (${code})`)
  }
  if (/ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(code)) {
    return new CouldNotCheck('TLS', `${peer} does not accept the client certificate (${code})`)
  }
  if (code === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(code)) {
    const hint = code.endsWith('ALERT_HANDSHAKE_FAILURE') ? '; it may want a client certificate (--client-cert)' : ''
    return new CouldNotCheck('TLS', `no TLS connection to ${peer} comes about${hint} (${code})`)
  }
  const reason = unreachable[code]
  if (reason !== undefined) return new CouldNotCheck('UNREACHABLE', `${reason} ${peer} (${code})`)
  if (isTls && !isSecured) {
    return new CouldNotCheck('TLS', `${peer} breaks the connection off during the TLS handshake${inBrackets(code)}`)
  }
  return new CouldNotCheck('UNREACHABLE', `the connection to ${peer} broke before an answer came${inBrackets(code)}`)
}

/** The server took the connection and closed it without a byte. */
export function noAnswer({ text: peer, isTls }: Peer): CouldNotCheck {
  const hint = isTls
    ? '; it may want a client certificate (--client-cert)'
    : '; if it speaks TLS, its URL begins with https://'
  return new CouldNotCheck('UNREACHABLE', `${peer} closed the connection without an answer${hint}`)
}

const ownAuthority = 'if its authority is your own, name its PEM file with --ca'

/** Codes of OpenSSL's verification and of node's check of the name. */
const certificateTroubles: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `it is signed by itself; ${ownAuthority}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its chain ends in an unknown authority; ${ownAuthority}`,
  UNABLE_TO_GET_ISSUER_CERT: `its authority is unknown; ${ownAuthority}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its authority is unknown; ${ownAuthority}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its authority is unknown; ${ownAuthority}`,
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet; is the clock right?',
  CERT_REVOKED: 'it is revoked',
  CERT_UNTRUSTED: 'its authority is not trusted',
  INVALID_PURPOSE: 'it is not made for servers',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is made out to another name',
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at',
  ENOTFOUND: 'there is no such host name:',
  EAI_AGAIN: 'the host name could not be looked up:',
  EHOSTUNREACH: 'no route leads to',
  ENETUNREACH: 'no route leads to',
  ETIMEDOUT: 'no connection could be made to',
  EADDRNOTAVAIL: 'no connection could be made to',
  EACCES: 'this machine does not allow connections to',
  EPERM: 'this machine does not allow connections to',
}

function inBrackets(code: string): string {
  return code === '' ? '' : ` (${code})`
}
