import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { able, type Shape } from '../../options/index.ts'

/** A place in a list: just after (`next`) or just before (`previous`) a position. */
export interface Place {
  readonly direction: 'next' | 'previous'
  /** 0 … 2^48-1. */
  readonly position: number
}

/** Turns places into short signed text and back. */
export interface OpaqueCodec {
  /** Undefined: what it encodes is good for ever. */
  readonly lifetimeSeconds: number | undefined
  /** 34 characters of base64url, or 39 with a lifetime. `now` is in milliseconds and counts only there. */
  encode(place: Place, binding: string, now?: number): string
  /**
   * Undefined for anything that `encode` did not make for the same key and binding, down to a single altered character, and for what is
   * older than its lifetime.
   */
  decode(text: string, binding: string, now?: number): Place | undefined
}

/** What `opaqueCodec` makes. */
export const codec: Shape<OpaqueCodec> = able('a codec such as opaqueCodec makes', 'encode', 'decode')

const placeBytes = 7
const timeBytes = 4
const macBytes = 18

/**
 * Stateless cursors: the position, enciphered so that clients do not come to rely on its shape, and a MAC over it and the binding
 * (tenant, list, direction). Any replica with the same key reads what another one made.
 */
export function opaqueCodec(key: Uint8Array, lifetimeSeconds?: number): OpaqueCodec {
  const payloadBytes = lifetimeSeconds === undefined ? placeBytes : placeBytes + timeBytes
  // Unpadded base64url (RFC 4648, 5).
  const textLength = Math.ceil(((payloadBytes + macBytes) * 4) / 3)
  // One key for each use.
  const macKey = createHmac('sha256', key).update('mac').digest()
  const cipherKey = createHmac('sha256', key).update('cipher').digest()

  function mac(payload: Uint8Array, binding: string): Buffer {
    return createHmac('sha256', macKey).update(payload).update(binding).digest().subarray(0, macBytes)
  }

  // The MAC is the nonce (synthetic IV): equal places give equal cursors, and reading the same page twice gives the same bytes.
  function cipher(payload: Uint8Array, tag: Uint8Array): Buffer {
    return createCipheriv('aes-256-ctr', cipherKey, tag.subarray(0, 16)).update(payload)
  }

  return {
    lifetimeSeconds,
    encode({ direction, position }, binding, now = 0) {
      const payload = Buffer.alloc(payloadBytes)
      payload.writeUInt8(direction === 'next' ? 0 : 1, 0)
      payload.writeUIntBE(position, 1, 6)
      if (lifetimeSeconds !== undefined) payload.writeUInt32BE(Math.floor(now / 1000), placeBytes)
      const tag = mac(payload, binding)
      return Buffer.concat([cipher(payload, tag), tag]).toString('base64url')
    },
    decode(text, binding, now = 0) {
      if (text.length !== textLength) return undefined
      const bytes = Buffer.from(text, 'base64url')
      // Canonical text only: the last character carries unused bits, and foreign characters are skipped by the decoder.
      if (bytes.length !== payloadBytes + macBytes || bytes.toString('base64url') !== text) return undefined
      const tag = bytes.subarray(payloadBytes)
      const payload = cipher(bytes.subarray(0, payloadBytes), tag)
      if (!timingSafeEqual(mac(payload, binding), tag)) return undefined
      if (lifetimeSeconds !== undefined && now / 1000 >= payload.readUInt32BE(placeBytes) + lifetimeSeconds)
        return undefined
      return { direction: payload.readUInt8(0) === 0 ? 'next' : 'previous', position: payload.readUIntBE(1, 6) }
    },
  }
}
