import { execFile } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { mutantsOf } from '../../src/self-test/mutants/index.ts'
import { paginationMutants } from '../../src/self-test/mutants/pagination.ts'
import { startRig } from '../../src/self-test/rig.ts'
import { runMutant } from '../../src/self-test/run-mutant.ts'
import { mainFile, orgmock } from '../support/command-line.ts'
import { emptyDirectory, removeDirectories } from '../support/provider-directory.ts'
import { subjectOf, tested } from './tested.ts'

afterAll(removeDirectories)

const document = fileURLToPath(new URL('../../specs/cradl.openapi.yaml', import.meta.url))
const acme = fileURLToPath(new URL('../fixtures/acme/', import.meta.url))

test('a made provider with the pages of Cradl gets as many mutants of its pages, and its contract kills them', {
  timeout: 300_000,
}, async () => {
  expect(paginationMutants(await subjectOf('cradl'))).toHaveLength(59)
  const directory = path.join(await emptyDirectory(), 'providers')
  const made = await orgmock(['new', 'made', '--from', document, '--path', '/organizations', '--dir', directory])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const asked = ['check', 'made', '--self-test', '--scenario', 'pagination', '--providers', directory]
  // Rejects where the exit code is not 0.
  const { stdout } = await promisify(execFile)(process.execPath, [mainFile, ...asked])
  expect(stdout).toMatch(/^killed +pagination +all\nmade +59\/59 +59\/59 +100 %\n/)
})

test('a provider with pages and an envelope of its own kills what is made from its contract', {
  timeout: 300_000,
}, async () => {
  const rig = await startRig({ count: 57, seed: 1, ...(await tested(['acme'], [acme])) })
  try {
    const mutants = rig.subjects
      .flatMap((subject) => mutantsOf(subject).mutants)
      .filter((mutant) => mutant.class === 'pagination' || mutant.class === 'envelope')
    // Rows 15, accounts 6, sizes 19; three counter-examples of its one rule.
    expect(mutants.map((mutant) => mutant.class).filter((name) => name === 'envelope')).toHaveLength(3)
    expect(mutants).toHaveLength(43)
    const survivors: string[] = []
    for (const mutant of mutants) {
      const { isKilled, reason } = await runMutant(rig, mutant)
      if (!isKilled) survivors.push(`${mutant.id}: ${reason}`)
    }
    expect(survivors).toEqual([])
  } finally {
    await rig.close()
  }
})
