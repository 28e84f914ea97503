import { describeErrors, type ErrorEntry } from '../compose/index.ts'
import { directoriesTold, type ServedFlags } from './served-at.ts'
import { beside } from './wrapped.ts'

/** `orgmock errors [provider…]`: the catalogue, one error a line. */
export async function listErrors(
  only: readonly string[],
  { json = false, ...flags }: ServedFlags & { readonly json?: boolean },
): Promise<void> {
  const entries = await describeErrors({ only, providerDirectories: await directoriesTold(flags) })
  process.stdout.write(json ? `${JSON.stringify(entries, undefined, 2)}\n` : table(entries))
}

function table(entries: readonly ErrorEntry[]): string {
  const width = Math.max(...entries.map(({ id }) => id.length))
  const lines = entries.map(({ id, provider, status, basis, meaning }, place) => {
    const gap = place > 0 && entries[place - 1]?.provider !== provider ? '\n' : ''
    return `${gap}${beside(`${id.padEnd(width)}  ${status}  ${basis.padEnd(10)}  `, meaning)}\n`
  })
  return `${'id'.padEnd(width)}  code ${'basis'.padEnd(10)}  meaning\n${lines.join('')}`
}
