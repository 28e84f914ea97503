import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'

/**
 * Which core the measured servers run on and which one the load comes from; undefined where nothing can be pinned.
 * @returns {{ server: number, load: number } | undefined}
 */
export function chooseCores() {
  const [server, load] = allowedCores()
  if (server === undefined || load === undefined) return undefined
  return spawnSync('taskset', ['--version']).status === 0 ? { server, load } : undefined
}

/** A command that runs on one core when there is a choice. */
export function pinned(core, command) {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command]
}

/** One line about where this ran. Throws an Error when the node binary is none. */
export function describeMachine(cores, node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`--node must be a node binary, and ${node} does not run`)
  const version = stdout.trim()
  const pinning =
    cores === undefined ? 'nothing pinned' : `servers on core ${cores.server}, load from core ${cores.load}`
  return `servers on Node ${version}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, ${pinning}`
}

/** How many processes wanted to run during the last minute; above 2 during a run means that others took part of the machine. */
export function loadAverage() {
  return loadavg()[0]
}

function allowedCores() {
  try {
    const text = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
    return text.split(',').flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    })
  } catch {
    return []
  }
}
