import { CouldNotCheck } from '../types.ts'

/**
 * Says in a plain sentence why no answer could be had. Node's error is not kept as the cause: its fields can hold bytes that came,
 * and with them an echoed secret.
 */
export function connectionFailure(error: unknown, peer: string, isSecured: boolean): CouldNotCheck {
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
  if (code === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(code)) {
    return new CouldNotCheck('TLS', `no TLS connection to ${peer} comes about (${code})`)
  }
  const reason = unreachable[code]
  if (reason !== undefined) return new CouldNotCheck('UNREACHABLE', `${reason} ${peer} (${code})`)
  if (peer.startsWith('https:') && !isSecured) {
    return new CouldNotCheck('TLS', `${peer} breaks the connection off during the TLS handshake${inBrackets(code)}`)
  }
  return new CouldNotCheck('UNREACHABLE', `the connection to ${peer} broke before an answer came${inBrackets(code)}`)
}

/** The server took the connection and closed it without a byte. */
export function noAnswer(peer: string): CouldNotCheck {
  const hint = peer.startsWith('http:') ? '; if it speaks TLS, its URL begins with https://' : ''
  return new CouldNotCheck('UNREACHABLE', `${peer} closed the connection without an answer${hint}`)
}

const ownAuthority = 'if its authority is your own, name its PEM file in NODE_EXTRA_CA_CERTS'

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
