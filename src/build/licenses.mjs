import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes the licences of all packages of which modules are in a bundle. `ids` are the modules' file names. Throws Error for one without. */
export async function writeLicenses(file, ids) {
  const folders = new Set(
    ids.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id.replace(/^\0/, '')) ?? []),
  )
  const packages = await Promise.all([...folders].map(describe))
  packages.sort((one, other) => (one.title < other.title ? -1 : 1))
  const blocks = new Map(packages.map(({ title, text }) => [title, text]))
  const texts = [...blocks].map(([title, text]) => `${title}\n${'-'.repeat(title.length)}\n\n${text.trim()}\n`)
  await writeFile(file, `The programs beside this file contain code of these packages.\n\n${texts.join('\n\n')}`)
}

async function describe(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const names = await readdir(folder)
  const found = names.filter((entry) => /^(licen[cs]e|notice|copying)/i.test(entry))
  const texts = await Promise.all(found.map((entry) => readFile(join(folder, entry), 'utf8')))
  if (license === undefined && found.length === 0) throw new Error(`${folder} says no licence`)
  const title = `${name} ${version} (${license ?? found[0]})`
  const holder = typeof author === 'string' ? author : (author?.name ?? 'its authors')
  return {
    title,
    text: texts.join('\n\n') || `Copyright ${holder}. The package has no text of its licence, which is ${license}.`,
  }
}
