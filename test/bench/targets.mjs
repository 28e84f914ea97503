/** What the project wants to reach; every table names the row it judges. */
export const targets = {
  /** Processor time of a warm page in the build it is compared with, in that of this one: a busy machine changes it least. */
  againstRatio: 0.95,
  /** Warm pages of paginated providers at 10 and 100 connections, in rates of a bare node:http server. */
  warmRatio: { least: 0.5, connections: [10, 100] },
  /** p99 of warm pages, in those of a bare Express app. */
  p99Ratio: { most: 1, connections: [100] },
  /** Spawn to the first 200, in times of a bare Express app. Cekura writes 127 large rows, Cradl is asked for a token first. */
  startupRatio: { cekura: 1.4, cloudflare: 1.2, cradl: 1.4, nirvana: 1.2 },
  /** To import the package and start a server, beyond what it takes to import Express. */
  importMs: 60,
  /** Resident memory before any request, in that of a bare Express app. */
  idleMemoryRatio: 1.25,
  /** A whole check, in times of the same requests by bare fetch. */
  checkRatio: 2,
  /** Kept of each organization while a walk is judged. */
  walkBytes: 100,
  scale: { timeRatio: 1.1, pageMs: 1, growthMiB: 50 },
  // A sort is equally fast when no difference is left that this measurement could tell from noise.
  order: { firstAnswerMs: 10_000, lateMs: 50, growthMiB: 100, speedRatio: 0.95 },
}

/** @param {boolean} isMet */
export function verdict(isMet) {
  return isMet ? 'met' : 'MISSED'
}
