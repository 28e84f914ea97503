import { readdirSync, readFileSync } from 'node:fs'
import { constants, monitorEventLoopDelay, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { getHeapSpaceStatistics } from 'node:v8'
import { counter, type Family, gauge, histogram } from './metric-families.ts'

/** Figures of this process, under the names that Prometheus' clients for Node.js use. Lags and collections count from the first call on. */
export async function processFamilies(): Promise<Family[]> {
  watched ??= watch()
  const { delays, collections } = watched
  const begin = performance.now()
  await setImmediate()
  const lag = (performance.now() - begin) / 1_000
  const { user, system } = process.cpuUsage()
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage()
  const status = attempt(() => readFileSync('/proc/self/status', 'utf8'))
  const limits = attempt(() => readFileSync('/proc/self/limits', 'utf8'))
  // One of them is the listing's own.
  const openFiles = attempt(() => readdirSync('/proc/self/fd').length - 1)
  const loopFamilies = [
    gauge('nodejs_eventloop_lag_seconds', 'Lag of event loop in seconds.', lag),
    delay('min', 'minimum recorded event loop delay', delays.min),
    delay('max', 'maximum recorded event loop delay', delays.max),
    delay('mean', 'mean of the recorded event loop delays', delays.mean),
    delay('stddev', 'standard deviation of the recorded event loop delays', delays.stddev),
    ...[50, 90, 99].map((share) =>
      delay(`p${share}`, `${share}th percentile of the recorded event loop delays`, delays.percentile(share)),
    ),
  ]
  delays.reset()
  return [
    counter('process_cpu_user_seconds_total', 'Total user CPU time spent in seconds.', user / 1e6),
    counter('process_cpu_system_seconds_total', 'Total system CPU time spent in seconds.', system / 1e6),
    counter('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.', (user + system) / 1e6),
    gauge(
      'process_start_time_seconds',
      'Start time of the process since unix epoch in seconds.',
      Math.round(Date.now() / 1_000 - process.uptime()),
    ),
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', rss),
    ...where('process_virtual_memory_bytes', 'Virtual memory size in bytes.', kilobytes(status, 'VmSize')),
    ...where('process_heap_bytes', 'Process heap size in bytes.', kilobytes(status, 'VmData')),
    ...where('process_open_fds', 'Number of open file descriptors.', openFiles),
    ...where('process_max_fds', 'Maximum number of open file descriptors.', found(limits, /^Max open files +(\d+)/m)),
    ...loopFamilies,
    ...active(
      'resources',
      'active resources that are currently keeping the event loop alive, grouped by async resource type',
      process.getActiveResourcesInfo(),
    ),
    ...libuv('handle', hidden._getActiveHandles?.()),
    ...libuv('request', hidden._getActiveRequests?.()),
    gauge('nodejs_heap_size_total_bytes', 'Process heap size from Node.js in bytes.', heapTotal),
    gauge('nodejs_heap_size_used_bytes', 'Process heap size used from Node.js in bytes.', heapUsed),
    gauge('nodejs_external_memory_bytes', 'Node.js external memory size in bytes.', external),
    heapSpaces('total', 'space_size'),
    heapSpaces('used', 'space_used_size'),
    heapSpaces('available', 'space_available_size'),
    gauge('nodejs_version_info', 'Node.js version info.', [{ labels: versionLabels(), value: 1 }]),
    histogram(
      'nodejs_gc_duration_seconds',
      'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
      collectionBounds,
      [...collections.values()],
    ),
  ]
}

/** node does not document these. */
const hidden = process as NodeJS.Process & {
  readonly _getActiveHandles?: () => readonly object[]
  readonly _getActiveRequests?: () => readonly object[]
}

function libuv(kind: string, objects: readonly object[] = []): Family[] {
  const help = `active libuv ${kind}s grouped by ${kind} type. Every ${kind} type is C++ class name`
  return active(
    `${kind}s`,
    help,
    objects.map((object) => object.constructor.name),
  )
}

const collectionBounds = [0.001, 0.01, 0.1, 1, 2, 5]
const collectionKinds: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
}

interface Collections {
  readonly labels: { readonly kind: string }
  readonly counts: number[]
  sum: number
}

interface Watch {
  readonly delays: ReturnType<typeof monitorEventLoopDelay>
  readonly collections: ReadonlyMap<string, Collections>
}

let watched: Watch | undefined

function watch(): Watch {
  const delays = monitorEventLoopDelay()
  delays.enable()
  const collections = new Map<string, Collections>()
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { duration } = entry
      const kind = ('detail' in entry && collectionKinds[(entry.detail as NodeGCPerformanceDetail).kind]) || 'other'
      const one = collections.get(kind) ?? {
        labels: { kind },
        counts: new Array<number>(collectionBounds.length + 1).fill(0),
        sum: 0,
      }
      collections.set(kind, one)
      const seconds = duration / 1_000
      const bucket = collectionBounds.findIndex((bound) => seconds <= bound)
      const place = bucket === -1 ? collectionBounds.length : bucket
      one.counts[place] = (one.counts[place] ?? 0) + 1
      one.sum += seconds
    }
  }).observe({ entryTypes: ['gc'] })
  return { delays, collections }
}

function delay(name: string, what: string, nanoseconds: number): Family {
  return gauge(`nodejs_eventloop_lag_${name}_seconds`, `The ${what}.`, nanoseconds / 1e9)
}

function active(name: string, what: string, types: readonly string[]): Family[] {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  const samples = [...counts].map(([type, value]) => ({ labels: { type }, value }))
  return [
    gauge(`nodejs_active_${name}`, `Number of ${what}.`, samples),
    gauge(`nodejs_active_${name}_total`, `Total number of active ${name}.`, types.length),
  ]
}

function heapSpaces(name: string, figure: 'space_size' | 'space_used_size' | 'space_available_size'): Family {
  const samples = getHeapSpaceStatistics().map((space) => ({
    labels: { space: space.space_name.replace(/_space$/, '') },
    value: space[figure],
  }))
  return gauge(
    `nodejs_heap_space_size_${name}_bytes`,
    `Process heap space size ${name} from Node.js in bytes.`,
    samples,
  )
}

function versionLabels(): Readonly<Record<string, string>> {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.')
  return { version: process.version, major, minor, patch }
}

/** A gauge, where this system has the figure: /proc is Linux. */
function where(name: string, help: string, value: number | undefined): Family[] {
  return value === undefined ? [] : [gauge(name, help, value)]
}

function kilobytes(status: string | undefined, name: string): number | undefined {
  const size = found(status, new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))
  return size === undefined ? undefined : size * 1024
}

function found(text: string | undefined, pattern: RegExp): number | undefined {
  const digits = text === undefined ? undefined : pattern.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
