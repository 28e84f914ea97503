import { watched } from '../../src/self-test/changes.ts'
import { type Rig, startRig } from '../../src/self-test/rig.ts'
import type { Forward, Mutant, ProxiedReply, ProxiedRequest, Subject } from '../../src/self-test/types.ts'
import { tested } from './tested.ts'

/** The requests of one sound run, and what was answered: mutants answer them again, and no contract has to judge that. */
export interface Replay {
  readonly rig: Rig
  subject(provider: string): Subject
  /** What a mutant does to the answers: how many it changes, and the first of these. Undeclared changes are said. */
  told(mutant: Mutant): Promise<string>
}

interface Recording {
  readonly requests: readonly ProxiedRequest[]
  readonly forward: Forward
}

export async function startReplay(): Promise<Replay> {
  const rig = await startRig({ count: 57, seed: 1, ...(await tested()) })
  const recordings = new Map<string, Promise<Recording>>()
  function recordingOf(provider: string): Promise<Recording> {
    const known = recordings.get(provider) ?? record(rig, provider)
    recordings.set(provider, known)
    return known
  }
  return {
    rig,
    subject: (provider) => rig.subjects.find((subject) => subject.provider === provider) as Subject,
    async told(mutant) {
      const { requests, forward } = await recordingOf(mutant.provider)
      const watch = watched(mutant.mutation(), mutant)
      let changed = 0
      let first = ''
      for (const request of requests) {
        const was = await forward(request)
        const is = await watch.mutation(request, forward)
        const difference = differenceOf(was, is)
        if (difference === '') continue
        changed += 1
        if (first === '')
          first = `${request.method} ${request.path}${request.query && `?${request.query}`}: ${difference}`
      }
      const undeclared = watch.undeclared.size === 0 ? '' : `; UNDECLARED: ${[...watch.undeclared].join(', ')}`
      return `${changed} of ${requests.length}, first ${cut(first, 200)}${undeclared}`
    },
  }
}

async function record(rig: Rig, provider: string): Promise<Recording> {
  const requests = new Map<string, ProxiedRequest>()
  const replies = new Map<string, ProxiedReply>()
  let pass: Forward = () => Promise.reject(new Error('no request was recorded'))
  await rig.check(
    provider,
    async (request, forward) => {
      pass = forward
      const key = keyOf(request)
      if (!requests.has(key)) requests.set(key, request)
      const reply = await forward(request)
      if (!replies.has(key)) replies.set(key, reply)
      return reply
    },
    {},
  )
  return {
    requests: [...requests.values()],
    async forward(request) {
      const key = keyOf(request)
      const reply = replies.get(key) ?? (await pass(request))
      replies.set(key, reply)
      return reply
    },
  }
}

function keyOf({ method, host, path, query, headers, body }: ProxiedRequest): string {
  return JSON.stringify([method, host, path, query, headers, body.toString('latin1')])
}

/** Names of headers, values in JSON: `status 200 → 500, header allow, /total 57 → 58`. */
function differenceOf(was: ProxiedReply, is: ProxiedReply): string {
  const names = new Set([...was.headers, ...is.headers].map(([name]) => name.toLowerCase()))
  const linesOf = ({ headers }: ProxiedReply, name: string) =>
    headers.filter(([one]) => one.toLowerCase() === name).map(([one, value]) => `${one}: ${value}`)
  const lengthOf = ({ contentLength, body }: ProxiedReply) =>
    contentLength === undefined ? body.length : contentLength
  const isSameBody = was.body.equals(is.body)
  return [
    was.status === is.status ? '' : `status ${was.status} → ${is.status}`,
    ...[...names].map((name) => (`${linesOf(was, name)}` === `${linesOf(is, name)}` ? '' : `header ${name}`)),
    isSameBody && lengthOf(was) !== lengthOf(is) ? `length ${lengthOf(was)} → ${lengthOf(is)}` : '',
    is.trailer === undefined ? '' : `${is.trailer.length} bytes more`,
    isSameBody ? '' : bodyDifference(was.body.toString(), is.body.toString()),
  ]
    .filter(Boolean)
    .join(', ')
}

/** From a few characters before the first that differs. */
function bodyDifference(was: string, is: string): string {
  let at = 0
  while (at < was.length && was[at] === is[at]) at += 1
  const from = Math.max(0, at - 12)
  return `${cut(was.slice(from), 40)} → ${cut(is.slice(from), 40)}`
}

function cut(text: string, length: number): string {
  const line = text.replaceAll(/\s/g, ' ')
  return line.length > length ? `${line.slice(0, length)}…` : line
}
