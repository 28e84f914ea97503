import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MockServer, startMockServer } from '../../src/compose/index.ts'
import { projectRoot } from '../support/project.ts'

// The programs that the page and the admin API give to copy. Not here: Cloudflare's client for Python and Nirvana's for TypeScript, which
// are in no registry that tests install from.

let server: MockServer

beforeAll(async () => {
  server = await startMockServer()
})
afterAll(() => server.close())

const run = promisify(execFile)
const hasPython = spawnSync('python3', ['--version']).status === 0

test.for([
  ['cloudflare', 'TypeScript'],
  ['cradl', 'TypeScript'],
  ['cradl', 'Python'],
] as const)('the program for %s in %s prints every organization', async ([id, language], { skip }) => {
  if (language === 'Python' && !hasPython) skip('there is no python3 on this machine')
  const { samples = [] } = server.providers.find((provider) => provider.id === id) ?? {}
  const { code = '' } = samples.find((sample) => sample.language === language) ?? {}
  const [program, ...options] =
    language === 'Python' ? ['python3', '-c'] : [process.execPath, '--input-type=module', '-e']
  const { stdout } = await run(program, [...options, code], { cwd: projectRoot })
  expect(stdout.trim().split('\n')).toHaveLength(127)
})
