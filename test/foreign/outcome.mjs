/**
 * What a run of check says of a variant, held against its row. `usual` is what check says of the plain server: it names no defect.
 * Outcome: `right`; `blamed` (a sound server is not kept); `missed` (a
 * defect, a cause or a known drift goes unnoticed); `other` (noticed, but by a finding or a reason that does not name it).
 */
export function judge(row, report, usual) {
  if (report.error !== undefined) return { outcome: row.kind === 'sound' ? 'blamed' : 'missed', why: [report.error] }
  return judges[row.kind](row, report, new Set(usual.findings?.map(identity)))
}

const judges = {
  sound(row, { verdict, reason, findings }) {
    if (verdict !== 'kept') {
      const blames = described(findings.filter(({ severity }) => severity === 'violation'))
      return { outcome: 'blamed', why: blames.length > 0 ? blames : [`${verdict}: ${reason}`] }
    }
    if (
      row.drift === undefined ||
      findings.some((finding) => finding.severity === 'drift' && fits(row.drift, finding))
    ) {
      return { outcome: 'right', why: [] }
    }
    return { outcome: 'missed', why: [`no drift fits ${row.drift}`, ...described(findings)] }
  },
  defect(row, { verdict, reason, findings }, usual) {
    const violations = findings.filter((finding) => finding.severity === 'violation' && !usual.has(identity(finding)))
    if (verdict !== 'broken' || violations.length === 0)
      return { outcome: 'missed', why: [`${verdict}${reason ? `: ${reason}` : ''}`, ...described(findings)] }
    if (violations.some((finding) => fits(row.finding, finding))) return { outcome: 'right', why: [] }
    return { outcome: 'other', why: described(violations) }
  },
  untried(row, { notChecked, findings }) {
    const law = notChecked.find((law) => new RegExp(row.finding, 'iu').test(law.law))
    if (law?.reason) return { outcome: 'right', why: [] }
    return {
      outcome: 'missed',
      why: [`${row.finding} is not listed as not checked with its reason`, ...described(findings)],
    }
  },
  cause(row, { verdict, reason, findings }) {
    if (verdict !== 'not-checked') return { outcome: 'missed', why: [verdict, ...described(findings)] }
    if (new RegExp(row.finding, 'iu').test(reason ?? '')) return { outcome: 'right', why: [] }
    return { outcome: 'other', why: [reason ?? 'no reason'] }
  },
}

const identity = ({ check, message, at }) => `${check} ${message} ${at}`

function fits(pattern, { check, law, message, promised = '', came = '', at = '' }) {
  return new RegExp(pattern, 'iu').test([check, law, message, promised, came, at].join('\n'))
}

/** Each check once, with its first message. */
function described(findings) {
  const firsts = new Map()
  for (const finding of findings) if (!firsts.has(finding.check)) firsts.set(finding.check, finding)
  return [...firsts.values()].map(
    ({ severity, check, message, came }) => `${severity} ${check}: ${message}${came ? ` (came: ${came})` : ''}`,
  )
}
