import { createHash } from 'node:crypto'

/** 32 bytes that look like a credential and are the same everywhere: published, so no secret. */
export function publishedBytes(purpose: string): Buffer {
  return createHash('sha256').update(`orgmock ${purpose}`).digest()
}
