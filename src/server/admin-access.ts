/** Who may look at and change a running server. */
export interface AdminAccess {
  /** A bearer token that opens the admin API from anywhere, under any Host. */
  readonly token?: string
  /** Whether clients on this machine are served without it. Default: when there is no token. */
  readonly trustsLoopback?: boolean
}

/** 127.0.0.0/8 and ::1 (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3), IPv4 also as an IPv6 socket shows it. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/i.test(address ?? '')
}

/** A Host header that names this machine, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(localhost\.?|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host ?? '')
}
