import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Writes the names of the credentials' parts, which the built package says, into its declarations. */
export async function writeProviderCredentials(dist) {
  const { describeProviders } = createRequire(import.meta.url)(join(dist, 'src/compose/index.cjs'))
  const providers = await describeProviders('http://localhost')
  const members = providers.map(({ id, credentials }) => {
    const parts = Object.keys(credentials).map((name) => `readonly ${JSON.stringify(name)}: string`)
    return `    readonly ${JSON.stringify(id)}: { ${parts.join('; ')} };\n`
  })
  const loose = /( +readonly \[provider: string\]: .*;\n)/
  for (const end of ['d.ts', 'd.cts']) {
    const file = join(dist, `src/compose/provider-credentials.${end}`)
    const text = await readFile(file, 'utf8')
    if (!loose.test(text)) throw new Error(`${file} has no place for the providers' credentials`)
    await writeFile(file, text.replace(loose, members.join('')))
  }
}
