import type { Backstage } from '../backstage.ts'
import { ControlError } from '../control-error.ts'
import type { World } from '../world.ts'
import { ref } from './schemas.ts'

/** Throws ControlError SWITCHED_OFF. */
export function backstageOf({ backstage }: World): Backstage {
  if (backstage !== undefined) return backstage
  throw new ControlError('SWITCHED_OFF', 'this server was put together without its documents and its contract')
}

export const withoutBackstage = { description: 'The server was put together without it.', schema: ref('Message') }
