import { afterAll, beforeAll, expect, test } from 'vitest'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import { type Replay, startReplay } from './replayed.ts'

// What every broken server does, one line for each: its name, what it does wrong, which checks name that, and what becomes of the answers of
// a sound run. Renew with `vitest run -u`, and read what has changed.

let replay: Replay

beforeAll(async () => {
  replay = await startReplay()
})
afterAll(() => replay.rig.close())

test.each([
  ['cekura', 'wire'],
  ['nirvana', 'shape'],
  ['cloudflare', 'envelope'],
  ['cradl', 'envelope'],
  ['nirvana', 'envelope'],
  ['cloudflare', 'authentication'],
  ['cradl', 'authentication'],
  ['cekura', 'pagination'],
  ['cloudflare', 'pagination'],
  ['nirvana', 'pagination'],
  ['cloudflare', 'query'],
  ['cekura', 'http'],
  ['cradl', 'http'],
  ['cekura', 'seen'],
])('the broken servers of %s, %s', async (provider, family) => {
  const { mutants } = mutantsOf(replay.subject(provider))
  const lines: string[] = []
  for (const mutant of mutants.filter((one) => one.class === family)) {
    const { id, description, expects } = mutant
    lines.push(
      `${id.slice(provider.length + family.length + 2)}: ${description} [${expects.join(' ')}]\n    ${await replay.told(mutant)}\n`,
    )
  }
  await expect(lines.join('')).toMatchFileSnapshot(`defects/${provider}-${family}.txt`)
})
