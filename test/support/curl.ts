import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

// As much of curl as documents and our own messages use, so that their commands run where there is none. What it does not know it refuses.
const program = `
const flags = { '-X': 'method', '--request': 'method', '--url': 'url', '-H': 'header', '--header': 'header', '-d': 'data', '--data': 'data' }
const found = { method: undefined, url: undefined, headers: [], data: [] }
const args = process.argv.slice(2)
for (let i = 0; i < args.length; i++) {
  const kind = flags[args[i]]
  if (kind === 'header') found.headers.push(args[++i].split(/:\\s*(.*)/s).slice(0, 2))
  else if (kind === 'data') found.data.push(args[++i])
  else if (kind !== undefined) found[kind] = args[++i]
  else if (/^(-s|-S|-sS|--silent)$/.test(args[i])) continue
  else if (args[i] === '-i') found.withHead = true
  else if (args[i].startsWith('-') || found.url !== undefined) { console.error('curl: what is ' + args[i] + '?'); process.exit(2) }
  else found.url = args[i]
}
const body = found.data.length === 0 ? {} : { body: found.data.join('&') }
const type = found.data.length === 0 ? [] : [['content-type', 'application/x-www-form-urlencoded']]
const method = found.method ?? (found.data.length === 0 ? 'GET' : 'POST')
const headers = new Headers(type)
for (const [name, value] of found.headers) headers.set(name, value)
const answer = await fetch(found.url, { method, headers, redirect: 'manual', ...body })
if (found.withHead) process.stdout.write('HTTP/1.1 ' + answer.status + '\\n' + [...answer.headers].map(([name, value]) => name + ': ' + value + '\\n').join('') + '\\n')
process.stdout.write(await answer.text())
`

/** Gives what a shell command prints; its `curl` is the one above. */
export async function runCurl(command: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'orgmock-curl-'))
  try {
    writeFileSync(path.join(folder, 'curl.mjs'), program)
    writeFileSync(path.join(folder, 'curl'), `#!/bin/sh\nexec '${process.execPath}' '${folder}/curl.mjs' "$@"\n`)
    chmodSync(path.join(folder, 'curl'), 0o755)
    const env = { TMPDIR: tmpdir(), ...environment, PATH: `${folder}:${process.env['PATH'] ?? ''}` }
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { env, maxBuffer: 16 * 1024 * 1024 })
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
