import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'

const here = import.meta.dirname

/** Test credentials, in the vendors' variables. The servers and the checks get the same. */
export const credentials = {
  CEKURA_API_KEY: 'ck-Test-7Fh2Qp9XwLr4Vb8Nz3Kd6Ty1Mc5',
  CLOUDFLARE_EMAIL: 'owner@example.com',
  CLOUDFLARE_API_KEY: '3b9f0c5d7e1a2468bd02f7c9e4a6d8135f70c',
  CRADL_CLIENT_ID: 'k3q8w5z1t7',
  CRADL_CLIENT_SECRET: 'sPq7Vx2Lm9Rb4Nc8Wd1Zt6Ky3Hf5Jg0',
  NIRVANA_LABS_API_KEY: '6rT7s0jy-b0-RbSofrrNvawFQcaNVbGtUM7cKCW7xKp',
}

/** What follows a variant's root in the base URL that an SDK wants. */
const basePaths = { cekura: '', cloudflare: '/client/v4', cradl: '/v1', nirvana: '' }

export const servers = [
  {
    id: 'cekura-django',
    provider: 'cekura',
    command: python('django', 'rest_framework'),
    needs: ['python3-django', 'python3-djangorestframework'],
  },
  { id: 'nirvana-go', provider: 'nirvana', command: go, needs: ['golang-go'] },
  {
    id: 'nirvana-fastapi',
    provider: 'nirvana',
    command: python('fastapi', 'uvicorn'),
    needs: ['python3-fastapi', 'python3-uvicorn'],
  },
  { id: 'cloudflare-fastify', provider: 'cloudflare', command: node, needs: [] },
  { id: 'cradl-jose', provider: 'cradl', command: node, needs: [] },
].map((server) => ({ ...server, rows: parse(readFileSync(path.join(here, server.id, 'rows.yaml'), 'utf8')) }))

/** The options of `runContracts` for one row of a started server. A row may have a wrong base path. */
export function checkOptions({ provider }, origin, { id, base = basePaths[provider] }) {
  const root = `${origin}/v/${id}`
  const tokenUrl = provider === 'cradl' ? { tokenUrl: `${root}/oauth2/token` } : {}
  return { providers: [provider], baseUrl: `${root}${base}`, ...tokenUrl, environment: credentials }
}

/** Starts a server on a free port. Undefined where its packages are missing. */
export async function start(server) {
  const command = server.command(path.join(here, server.id))
  if (command === undefined) return undefined
  const port = await freePort()
  const child = spawn(command.file, [...command.arguments, String(port)], {
    env: { ...process.env, ...credentials },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-2000)
  })
  await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${server.id} ended with ${code} before it listened: ${errors}`)))
    child.stdout.once('data', resolve)
  })
  child.stdout.resume()
  const origin = `http://127.0.0.1:${port}`
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = () => {
    process.off('exit', kill)
    child.removeAllListeners('exit')
    kill()
    command.clean?.()
  }
  try {
    await demandVariants(server, origin)
  } catch (error) {
    stop()
    throw error
  }
  return { origin, stop, errors: () => errors }
}

// A row whose variant the server does not know would run against a sound server.
async function demandVariants(server, origin) {
  const known = await (await fetch(`${origin}/variants`)).json()
  const listed = server.rows.map(({ id }) => id)
  const wrong = [
    ...listed.filter((id) => !known.includes(id)).map((id) => `${id} is not in its code`),
    ...known.filter((id) => !listed.includes(id)).map((id) => `${id} is not in its rows.yaml`),
    ...listed.filter((id, index) => listed.indexOf(id) !== index).map((id) => `${id} is there twice`),
  ]
  if (wrong.length > 0) throw new Error(`${server.id}: ${wrong.join(', ')}`)
}

function python(...modules) {
  return (folder) => {
    const has = (file) => spawnSync(file, ['-c', `import ${modules.join(', ')}`]).status === 0
    const file = ['python3', '/usr/bin/python3'].find(has)
    return file && { file, arguments: ['-B', path.join(folder, 'server.py')] }
  }
}

function go(folder) {
  const output = mkdtempSync(path.join(tmpdir(), 'foreign-go-'))
  const clean = () => rmSync(output, { recursive: true, force: true })
  const file = path.join(output, 'server')
  const built = spawnSync('go', ['build', '-o', file, '.'], { cwd: folder, encoding: 'utf8' })
  if (built.status === 0) return { file, arguments: [], clean }
  clean()
  if (built.error?.code === 'ENOENT') return undefined
  throw new Error(`go build: ${built.stderr}`)
}

function node(folder) {
  return { file: process.execPath, arguments: [path.join(folder, 'server.mjs')] }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
