import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { writePrograms } from './documents.ts'

/** Gives what a shell command prints; its `curl` is commands/curl.mjs. */
export async function runCurl(command: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-curl-'))
  try {
    writePrograms(folder)
    const env = { TMPDIR: tmpdir(), ...environment, PATH: `${folder}:${process.env['PATH'] ?? ''}` }
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { env, maxBuffer: 16 * 1024 * 1024 })
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
