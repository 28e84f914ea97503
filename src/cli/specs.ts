import { findProviders, loadSpec } from '../compose/index.ts'
import { parse, settings } from '../config/index.ts'
import type { Edition } from '../spec/index.ts'
import { directoriesTold } from './served-at.ts'
import { wrapped } from './wrapped.ts'

interface SpecsFlags {
  readonly edition?: string
  readonly providers?: string
}

function editionOf({ edition }: SpecsFlags): Edition {
  return edition === undefined ? settings.edition.fallback : parse(settings.edition, settings.edition.flag, edition)
}

/** `orgmock specs`: the providers, and every known defect of their documents. */
export async function listSpecs(flags: SpecsFlags): Promise<void> {
  for (const files of await findProviders(await directoriesTold(flags))) {
    const { published, errata } = await loadSpec(files, editionOf(flags))
    const { title, method, basePath, path, hosts } = published
    process.stdout.write(`${files.id}  ${title}  ${method} https://${hosts[0]}${basePath}${path}\n`)
    for (const { id, basis, reason } of errata) {
      process.stdout.write(`${wrapped(`  ${id}  ${basis.padEnd(10)}  `, reason)}\n`)
    }
    process.stdout.write('\n')
  }
}

/** `orgmock specs show PROVIDER`: the document in one of its readings. */
export async function showSpec(
  id: string,
  { repaired = false, json = false, ...flags }: SpecsFlags & { repaired?: boolean; json?: boolean },
): Promise<void> {
  const [files] = await findProviders(await directoriesTold(flags), [id])
  if (files === undefined) return
  const spec = await loadSpec(files, editionOf(flags))
  // Nobody publishes the latest edition: it is the repaired document and what has changed since.
  const { document } = repaired || spec.edition === 'latest' ? spec.repaired : spec.published
  if (json) {
    process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`)
    return
  }
  const { stringify } = await import('yaml')
  process.stdout.write(stringify(document, { lineWidth: 110, aliasDuplicateObjects: false }))
}
