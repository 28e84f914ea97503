import type { ServerResponse } from 'node:http'
import type { Logger } from './logger.ts'

/** Smaller answers are not counted: the connections that hold them are few enough. */
const smallBytes = 256 * 1024
/** Bytes of large answers that wait for their readers, all together; answers that share their bytes count once. */
const mostBytes = 96 * 1024 * 1024

/** Bounds what large answers take that their clients do not read: above the bound, the connections of the oldest ones are cut. */
export interface UnreadAnswers {
  add(response: ServerResponse, body: string | Uint8Array): void
}

export function unreadAnswers(logger: Logger): UnreadAnswers {
  /** By the memory of the body, the oldest first. */
  const waiting = new Map<object, { readonly bytes: number; readonly responses: Set<ServerResponse> }>()
  let total = 0

  function cutOldest(): void {
    for (const [memory, { bytes, responses }] of waiting) {
      if (total <= mostBytes || waiting.size === 1) return
      waiting.delete(memory)
      total -= bytes
      for (const response of responses) response.req.socket.destroy()
      logger.warn({ connections: responses.size, bytes }, 'cut: too many large answers wait for clients to read them')
    }
  }

  return {
    add(response, body) {
      const bytes = body.length
      if (bytes < smallBytes) return
      const memory = typeof body === 'string' ? response : body.buffer
      const known = waiting.get(memory)
      const responses = known?.responses ?? new Set()
      responses.add(response)
      if (known === undefined) {
        waiting.set(memory, { bytes, responses })
        total += bytes
        cutOldest()
      }
      response.once('close', () => {
        responses.delete(response)
        if (responses.size > 0 || waiting.get(memory)?.responses !== responses) return
        waiting.delete(memory)
        total -= bytes
      })
    },
  }
}
