import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto'

/** A place in a list: just after (`next`) or just before (`previous`) a position. */
export interface Place {
  readonly direction: 'next' | 'previous'
  /** 0 … 2^48-1. */
  readonly position: number
}

/** Turns places into short signed text and back. */
export interface OpaqueCodec {
  /** 34 characters of base64url. */
  encode(place: Place, binding: string): string
  /** Undefined for anything that `encode` did not make for the same key and binding, down to a single altered character. */
  decode(text: string, binding: string): Place | undefined
}

const payloadBytes = 7
const macBytes = 18
const textLength = 34 // 25 bytes in unpadded base64url (RFC 4648, 5)

/**
 * Stateless cursors: the position, enciphered so that clients do not come to rely on its shape, and a MAC over it and the binding
 * (tenant, list, direction). Any replica with the same key reads what another one made.
 */
export function opaqueCodec(key: Uint8Array): OpaqueCodec {
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
    encode({ direction, position }, binding) {
      const payload = Buffer.alloc(payloadBytes)
      payload.writeUInt8(direction === 'next' ? 0 : 1, 0)
      payload.writeUIntBE(position, 1, 6)
      const tag = mac(payload, binding)
      return Buffer.concat([cipher(payload, tag), tag]).toString('base64url')
    },
    decode(text, binding) {
      if (text.length !== textLength) return undefined
      const bytes = Buffer.from(text, 'base64url')
      // Canonical text only: the last character carries unused bits, and foreign characters are skipped by the decoder.
      if (bytes.length !== payloadBytes + macBytes || bytes.toString('base64url') !== text) return undefined
      const tag = bytes.subarray(payloadBytes)
      const payload = cipher(bytes.subarray(0, payloadBytes), tag)
      if (!timingSafeEqual(mac(payload, binding), tag)) return undefined
      return { direction: payload.readUInt8(0) === 0 ? 'next' : 'previous', position: payload.readUIntBE(1, 6) }
    },
  }
}
