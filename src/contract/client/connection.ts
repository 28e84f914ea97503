import type { LookupAddress } from 'node:dns'
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext } from 'node:tls'
import { CouldNotCheck } from '../types.ts'
import type { ResponseReader } from './response-reader.ts'

/** A server, as a URL's origin names it. */
export interface Origin {
  /** Such as `https://api.cekura.ai`; names the server in messages. */
  readonly text: string
  readonly isTls: boolean
  readonly hostname: string
  readonly port: number
}

/** Where to connect to instead of an origin's own host and port; the certificate is still held against the origin's name. */
export type Lookup = (hostname: string, port: number) => { readonly address: string; readonly port: number }

export interface SocketOptions {
  readonly lookup?: Lookup | undefined
  /** The only addresses to connect to. Default: those that the system finds. */
  readonly addresses?: readonly LookupAddress[] | undefined
  /** A connection that carries this one: a tunnel through a proxy. */
  readonly carrier?: Socket | undefined
  /** Whom to trust over TLS, and which certificate to show. */
  readonly secureContext: () => SecureContext | undefined
}

/** How long bytes behind the end are waited for where they would be a defect: a body after HEAD comes in a packet of its own. */
const bodylessGraceMs = 25
/** A server that announces the end of the connection ends it at once; until then everything behind the body is surplus. */
const closingGraceMs = 100

/** Begins to connect; `connected` tells when bytes may be written. */
export function openSocket(origin: Origin, options: SocketOptions): Socket {
  const { lookup, addresses, carrier } = options
  if (carrier !== undefined && !origin.isTls) return carrier
  const mapped = lookup?.(origin.hostname, origin.port)
  const where = {
    host: mapped?.address ?? origin.hostname,
    port: mapped?.port ?? origin.port,
    ...(addresses === undefined ? {} : { lookup: onlyThese(addresses) }),
  }
  const secureContext = origin.isTls ? options.secureContext() : undefined
  const socket = origin.isTls
    ? connectTls({
        ...where,
        ...(carrier === undefined ? {} : { socket: carrier }),
        ...(secureContext === undefined ? {} : { secureContext }),
        ALPNProtocols: ['http/1.1'],
        ...serverName(origin.hostname),
      })
    : connectTcp(where)
  if (carrier !== undefined) socket.once('close', () => carrier.destroy())
  return socket.setNoDelay(true)
}

/** Answers node's lookup without asking anything. */
function onlyThese(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, found) => {
    const [{ address, family } = { address: '' }] = addresses
    if (all === true) found(null, [...addresses])
    else found(null, address, family)
  }
}

/** Resolves when the connection stands; over TLS not before the certificate is verified: the first bytes carry the credential. */
export async function connected(socket: Socket, { isTls }: Origin): Promise<void> {
  if (!isTls && !socket.connecting) return
  await new Promise<void>((resolve, reject) => {
    const unlisten = listen(socket, { [isTls ? 'secureConnect' : 'connect']: succeed, error: fail, close: fail })
    function succeed() {
      unlisten()
      resolve()
    }
    // Not instanceof: Node's errors are of another realm where jest runs this.
    function fail(error: unknown) {
      unlisten()
      reject(typeof error === 'object' ? error : new Error('closed'))
    }
  })
}

/** Whether a connection still stands after an exchange. */
export type Ending = 'standing' | 'ended'

/**
 * Writes a request and feeds the reader until the response's end, and a little longer, for what should not come behind it.
 * Rejects with what the reader refuses, or with node's error when the connection broke before the head had come; a break within the
 * body is an observation, and the reader tells it.
 */
export function exchange(socket: Socket, bytes: Buffer, reader: ResponseReader): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let cancelGrace: (() => void) | undefined
    const unlisten = listen(socket, { data: onData, end: onEnd, close: onEnd, error: onError })
    socket.write(bytes)

    function onData(chunk: Buffer) {
      try {
        reader.feed(chunk)
      } catch (error) {
        return fail(error)
      }
      if (!reader.isDone || cancelGrace !== undefined) return
      cancelGrace = afterGrace(graceMsOf(reader), () => finish('standing'))
    }
    function onEnd() {
      try {
        reader.end()
      } catch (error) {
        return fail(error)
      }
      finish('ended')
    }
    function onError(error: Error) {
      // Ours is the time-out or the interruption.
      const isBreak = !(error instanceof CouldNotCheck)
      if (reader.isDone || (isBreak && reader.stage === 'body')) finish('ended')
      else fail(error)
    }
    function finish(ending: Ending) {
      leave()
      resolve(ending)
    }
    // Not instanceof: Node's errors are of another realm where jest runs this.
    function fail(error: unknown) {
      leave()
      reject(error)
    }
    function leave() {
      cancelGrace?.()
      unlisten()
    }
  })
}

/** Adds listeners; gives the function that takes them away. Others, node's own among them, stay. */
export function listen(socket: Socket, listeners: Readonly<Record<string, (argument: never) => void>>): () => void {
  const entries = Object.entries(listeners)
  // Without any listener an error ends the process, also a late one of a connection that is done with.
  if (!socket.listeners('error').includes(ignore)) socket.on('error', ignore)
  for (const [event, listener] of entries) socket.on(event, listener as () => void)
  return () => {
    for (const [event, listener] of entries) socket.off(event, listener as () => void)
  }
}

function ignore(): void {}

/** An address has no server name indication (RFC 6066, 3); node then verifies the certificate against the address itself. */
function serverName(hostname: string): { servername?: string } {
  return isIP(hostname) === 0 ? { servername: hostname } : {}
}

function graceMsOf({ hasBodyByRule, keepsConnection }: ResponseReader): number {
  if (!hasBodyByRule) return bodylessGraceMs
  return keepsConnection ? 0 : closingGraceMs
}

function afterGrace(graceMs: number, settle: () => void): () => void {
  let turn: NodeJS.Immediate | undefined
  // One turn of the event loop more: what has already arrived is read in it, even if the timer fires late on a busy machine.
  const afterTurn = () => {
    turn = setImmediate(settle)
  }
  let timer: NodeJS.Timeout | undefined
  if (graceMs === 0) afterTurn()
  else timer = setTimeout(afterTurn, graceMs)
  return () => {
    clearTimeout(timer)
    clearImmediate(turn)
  }
}
