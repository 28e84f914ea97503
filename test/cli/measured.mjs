// Preloaded into a command line: leaves the most memory that the process ever had, in bytes, in a file.
import { readFileSync, writeFileSync } from 'node:fs'

process.on('exit', () => writeFileSync(process.env.TEST_MEMORY, String(mostBytes())))

function mostBytes() {
  // process.resourceUsage would count the memory of the process that this one was forked from, which is larger.
  if (process.platform !== 'linux') return process.memoryUsage().rss
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(kilobytes) * 1024
}
