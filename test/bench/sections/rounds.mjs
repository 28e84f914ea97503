import { connectionCounts } from '../settings.mjs'
import { median, medianRatio } from '../statistics.mjs'

/** @typedef {import('../load.mjs').LoadResult & { processorMs: number }} Measured processorMs: of the server */

/**
 * Measures servers in turn, round after round, so that whatever else the machine does meets all of them alike. The order turns
 * around every other round.
 * @param {number} rounds
 * @param {Record<string, import('../server-process.mjs').ServerProcess>} servers
 * @param {(name: string, server: import('../server-process.mjs').ServerProcess, connections: number, round: number)
 *   => Promise<import('../load.mjs').LoadResult> | undefined} measure undefined leaves a server out of this round
 * @returns {Promise<Record<number, Record<string, Measured[]>>>} by connections, then by server
 */
export async function interleaved(rounds, servers, measure) {
  const results = Object.fromEntries(
    connectionCounts.map((connections) => [
      connections,
      Object.fromEntries(Object.keys(servers).map((name) => [name, []])),
    ]),
  )
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? Object.entries(servers) : Object.entries(servers).reverse()
    for (const connections of connectionCounts) {
      for (const [name, server] of order) {
        const before = server.processorMs()
        const result = await measure(name, server, connections, round)
        if (result !== undefined) {
          results[connections][name].push({ ...result, processorMs: server.processorMs() - before })
        }
      }
    }
  }
  return results
}

/** The median over the rounds of a figure of one server in that of another. */
export function ratioOf(results, figure, numerator, denominator) {
  return medianRatio(
    results[numerator].map((result) => result[figure]),
    results[denominator].map((result) => result[figure]),
  )
}

/** Processor time for one answer, in µs, over all rounds. */
export function processorMicroseconds(measured) {
  const spent = measured.reduce((sum, { processorMs }) => sum + processorMs, 0)
  return (spent * 1_000) / measured.reduce((sum, { answers }) => sum + answers, 0)
}

/**
 * How much of its core a busy server got. Clearly below 1 at 10 connections and more, something else had the rest, and the
 * processor time of an answer tells more than the rate does.
 */
export function coreShare(measured) {
  return median(measured.map(({ processorMs, elapsedMs }) => processorMs / elapsedMs))
}
