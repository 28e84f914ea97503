import { watched } from '../../src/self-test/changes.ts'
import type { Rig } from '../../src/self-test/rig.ts'
import type { Forward, Mutant, ProxiedReply, ProxiedRequest } from '../../src/self-test/types.ts'

/** The requests of one sound run, and what was answered: mutants answer them again, and no contract has to judge that. */
export interface Recording {
  readonly requests: readonly ProxiedRequest[]
  /** Answers as the sound run did, and what it did not ask by the mock. */
  readonly forward: Forward
}

/** What a mutant does to the answers: how many it changes, and the first of these. Undeclared changes are said. */
export async function toldOf(mutant: Mutant, { requests, forward }: Recording): Promise<string> {
  const watch = watched(mutant.mutation(), mutant)
  let changed = 0
  let first = ''
  for (const request of requests) {
    const was = await forward(request)
    const is = await watch.mutation(request, forward)
    const difference = differenceOf(was, is)
    if (difference === '') continue
    changed += 1
    if (first === '') first = `${asked(request)}: ${difference}`
  }
  const undeclared = watch.undeclared.size === 0 ? '' : `; UNDECLARED: ${[...watch.undeclared].join(', ')}`
  return `${changed} of ${requests.length}, first ${first}${undeclared}`
}

function asked({ method, path, query }: ProxiedRequest): string {
  return cut(`${method} ${path}${query && `?${query}`}`, 60)
}

export async function record(rig: Rig, provider: string): Promise<Recording> {
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

/** From a few characters before the first that differs. A token or a key differs from run to run, so none is shown. */
function bodyDifference(before: string, after: string): string {
  const [was, is] = [before, after].map((text) => masked(text)) as [string, string]
  if (was === is) return 'a token or a key → another'
  let at = 0
  while (at < was.length && was[at] === is[at]) at += 1
  const from = Math.max(0, at - 12)
  return `${cut(was.slice(from), 40)} → ${cut(is.slice(from), 40)}`
}

function masked(text: string): string {
  return text.replaceAll(/eyJ[\w-]*\.[\w-]*\.[\w-]*/g, '(a token)').replaceAll(/"n":"[\w-]*"/g, '"n":(a key)')
}

function cut(text: string, length: number): string {
  const line = text.replaceAll(/\s/g, ' ')
  return line.length > length ? `${line.slice(0, length)}…` : line
}
