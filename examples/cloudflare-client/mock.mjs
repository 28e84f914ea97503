// Runs list.mjs as it is, with the variables that lead it to the fake.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startMockServer } from 'orgmock'

const server = await startMockServer({ only: ['cloudflare'], count: 250 })
const [{ env }] = server.providers
const program = spawn(process.execPath, ['list.mjs'], { env: { ...process.env, ...env }, stdio: 'inherit' })
const [code] = await once(program, 'exit')
await server.close()
process.exitCode = code
