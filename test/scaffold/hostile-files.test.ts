import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { type Auth, auths, hostileTexts, mutated, type Place, placesOf, usualDocument } from './hostile-document.ts'

// hostile-text.test.ts reads made files; here they are loaded, served and checked, as `orgmock new` does it.

const script = path.join(import.meta.dirname, 'new-with-canary.mjs')
const compose = pathToFileURL(path.resolve(import.meta.dirname, '../../dist/src/compose/index.js')).href

test.each<Auth>(auths)(
  'files made from documents with %s run none of their text',
  { timeout: 240_000 },
  async (auth) => {
    const document = usualDocument(auth)
    const places = placesOf(document)
    const directory = await mkdtemp(path.join(tmpdir(), 'orgmock-hostile-'))
    try {
      // Each text at three places, spread over the whole document, and as the name of each header that carries a key.
      const spread = Array.from({ length: 3 * hostileTexts.length }, (_, i) => ({
        place: places[Math.floor((i * places.length) / (3 * hostileTexts.length))] as Place,
        text: String(hostileTexts[i % hostileTexts.length]),
      }))
      const isKeyName = ({ path, isName }: Place) =>
        !isName && path.includes('securitySchemes') && path.at(-1) === 'name'
      const ofKeys = places.filter(isKeyName).flatMap((place) => hostileTexts.map((text) => ({ place, text })))
      for (const [i, { place, text }] of [...spread, ...ofKeys].entries()) {
        const name = `${String(i).padStart(3, '0')}.json`
        await writeFile(path.join(directory, name), JSON.stringify(mutated(document, [place], text)))
      }
      const { stdout } = await promisify(execFile)(process.execPath, [script, compose, directory])
      const { loaded, touched, errors, changedPrototypes } = JSON.parse(stdout) as Record<string, unknown>
      expect(touched).toEqual([])
      expect(changedPrototypes).toBe(false)
      expect(loaded).toBeGreaterThan(hostileTexts.length)
      // Valid schemas are not refused for what lint would say of them.
      const isUsual = (error: string) => /^(?:ScaffoldError|SetupError): (?!.*strict mode)/.test(error)
      expect((errors as string[]).filter((error) => !isUsual(error))).toEqual([])
    } finally {
      await rm(directory, { recursive: true })
    }
  },
)
