import type { SelfTestResult } from './self-test.ts'

/** Families in the order in which a reply is judged. */
const families = ['wire', 'shape', 'envelope', 'authentication', 'pagination', 'query', 'http', 'seen'] as const

/** The result as text: the kill rate by class and provider, who survived and why, false alarms, and what nothing has to see. */
export function formatSelfTest(result: SelfTestResult): string {
  const { results, equivalents, cleanRuns, falseAlarms, durationMs } = result
  const survivors = results.filter(({ isKilled }) => !isKilled)
  const killed = results.length - survivors.length
  return [
    ...table(result),
    '',
    `${killed} of ${results.length} mutants killed by a check that names the defect (${percent(killed, results.length)}), in ${Math.round(durationMs / 1_000)} s`,
    `${results.filter(({ others }) => others.length > 0).length} of these tripped other checks as well, before the one that names the defect`,
    ...survivors.map(({ mutant, reason }) => `  survived: ${mutant.id}: ${mutant.description}: ${reason}`),
    `${falseAlarms.length} false alarms in ${cleanRuns} runs without a defect and ${equivalents.filter(({ mutation }) => mutation !== undefined).length} with a harmless difference`,
    ...falseAlarms.map(
      ({ provider, where, finding }) => `  false alarm: ${provider}, ${where}: ${finding.check}: ${finding.message}`,
    ),
    `${equivalents.length} differences that nothing has to see`,
    ...byReason(result),
    '',
  ].join('\n')
}

function table({ results }: SelfTestResult): readonly string[] {
  const providers = [...new Set(results.map(({ mutant }) => mutant.provider))]
  const columns = families.filter((family) => results.some(({ mutant }) => mutant.class === family))
  function cell(provider: string | undefined, family: string | undefined): string {
    const chosen = results.filter(
      ({ mutant }) =>
        (provider === undefined || mutant.provider === provider) && (family === undefined || mutant.class === family),
    )
    const killed = chosen.filter(({ isKilled }) => isKilled).length
    return chosen.length === 0 ? '-' : `${killed}/${chosen.length}`
  }
  const rows = [
    ['killed', ...columns, 'all', ''],
    ...[...providers, undefined].map((provider) => {
      const all = cell(provider, undefined)
      const [killed = 0, total = 0] = all.split('/').map(Number)
      return [provider ?? 'all', ...columns.map((family) => cell(provider, family)), all, percent(killed, total)]
    }),
  ]
  const widths = (rows[0] ?? []).map((_cell, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  return rows.map((row) =>
    row
      .map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** Equivalents, each reason once, with how many it is about and one of them. */
function byReason({ equivalents }: SelfTestResult): readonly string[] {
  const groups = new Map<string, string[]>()
  for (const { id, reason } of equivalents) groups.set(reason, [...(groups.get(reason) ?? []), id])
  return [...groups].map(([reason, ids]) => `  ${reason}: ${ids.join(', ')}`)
}

/** Never rounded up to 100. */
function percent(part: number, whole: number): string {
  if (whole === 0) return '-'
  return part === whole ? '100 %' : `${(Math.floor((part / whole) * 1_000) / 10).toFixed(1)} %`
}
