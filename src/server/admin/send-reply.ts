import { setImmediate } from 'node:timers/promises'
import type { Response } from 'express'
import type { Stream, StreamSink } from '../journal-streams.ts'
import type { ListForm, Reply } from './operation.ts'

/** Characters that are put together before they are sent. */
const batchLength = 256 * 1024

/** Sends a reply. Many values are made and sent in batches, between which the event loop has its turn. */
export async function sendReply(response: Response, reply: Reply): Promise<void> {
  response.status(reply.status)
  if ('json' in reply) {
    if (reply.location !== undefined) response.set('Location', reply.location)
    response.json(reply.json)
  } else if ('text' in reply) {
    response.type(reply.type).send(reply.text)
  } else if ('lines' in reply) {
    await sendLines(response, reply.lines, reply.form)
  } else if ('open' in reply) {
    sendEvents(response, reply.open)
  } else {
    response.end()
  }
}

async function sendLines(response: Response, values: Iterable<unknown>, form: ListForm): Promise<void> {
  const { type, before, between, after } = form
  response.type(type)
  let batch = before
  let isFirst = true
  for (const value of values) {
    batch += `${isFirst ? '' : between}${JSON.stringify(value)}`
    isFirst = false
    if (batch.length < batchLength) continue
    if (!response.write(batch)) await drained(response)
    if (response.destroyed) return
    batch = ''
    await setImmediate()
  }
  // Without values NDJSON has no line either.
  response.end(batch === '' && isFirst ? '' : `${batch}${after}`)
}

/** No proxy may keep events until it has many. */
const eventHeaders = { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }

/** The head goes out with the first event: what cannot be opened has another answer. */
function sendEvents(response: Response, open: (sink: StreamSink) => Stream): void {
  if (response.req.method === 'HEAD') {
    response.set(eventHeaders).end()
    return
  }
  const stream = open({
    write(text) {
      if (!response.headersSent) response.set(eventHeaders)
      return response.write(text)
    },
    end: () => response.end(),
    cut: () => response.req.socket.destroy(),
  })
  response.on('drain', stream.drained)
  response.on('close', stream.closed)
}

/** Until more can be written, or the client is gone. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
    // It may be gone already, and says so once only.
    if (response.destroyed) done()
  })
}
