import { findProviders, loadSpec } from '../compose/index.ts'
import { providerDirectories } from './setting-option.ts'

/** `orgmock specs`: the providers, and every known defect of their documents. */
export async function listSpecs(flags: { providers?: string }): Promise<void> {
  for (const files of await findProviders(providerDirectories(flags))) {
    const { published, errata } = await loadSpec(files)
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
  { repaired = false, json = false, ...flags }: { repaired?: boolean; json?: boolean; providers?: string },
): Promise<void> {
  const [files] = await findProviders(providerDirectories(flags), [id])
  if (files === undefined) return
  const spec = await loadSpec(files)
  const { document } = repaired ? spec.repaired : spec.published
  if (json) {
    process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`)
    return
  }
  const { stringify } = await import('yaml')
  process.stdout.write(stringify(document, { lineWidth: 110, aliasDuplicateObjects: false }))
}

/** Text behind a label, broken at spaces to the terminal's width and indented to the label's end. */
function wrapped(label: string, text: string): string {
  const width = Math.max(60, Math.min(process.stdout.columns ?? 110, 140)) - label.length
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  lines.push(line)
  return label + lines.join(`\n${' '.repeat(label.length)}`)
}
