import { afterAll, expect, test } from 'vitest'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import type { Mutant, Subject } from '../../src/self-test/types.ts'
import { type Recording, record, toldOf } from './replayed.ts'
import { Rigs } from './rigs.ts'

// What every broken server does, one line for each: its name, what it does wrong, which checks name that, and what becomes of the answers of
// a sound run. Renew with `vitest run -u`, and read what has changed.

const rigs = new Rigs()
afterAll(() => rigs.close())

const recordings = new Map<string, Promise<Recording>>()

function recordingOf(provider: string): Promise<Recording> {
  const known = recordings.get(provider) ?? rigs.of(provider).then((rig) => record(rig, provider))
  recordings.set(provider, known)
  return known
}

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
])('the broken servers of %s, %s', { timeout: 120_000 }, async (provider, family) => {
  const { subjects } = await rigs.of(provider)
  const { mutants } = mutantsOf(subjects[0] as Subject)
  const lines: string[] = []
  for (const mutant of twoOfEachKind(mutants.filter((one) => one.class === family))) {
    const name = mutant.id.slice(provider.length + family.length + 2)
    lines.push(`${name}: ${mutant.description} [${mutant.expects.join(' ')}]`)
    lines.push(`    ${await toldOf(mutant, await recordingOf(provider))}`)
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`defects/${provider}-${family}.txt`)
})

/** Of those that break one keyword, such as `type`, at many places of a schema. All others are of a kind of their own. */
function twoOfEachKind(mutants: readonly Mutant[]): readonly Mutant[] {
  const seen = new Map<string, number>()
  return mutants.filter(({ id, class: family }) => {
    if (family !== 'shape') return true
    const kind = id.slice(id.lastIndexOf('/'))
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    return count <= 2
  })
}
