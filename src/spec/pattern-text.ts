/** A pattern of a document as a regular expression takes it. */
export interface ReadPattern {
  readonly source: string
  readonly flags: 'u' | ''
  readonly expression: RegExp
}

/** What keeps its meaning behind a backslash without `u`; `\A`, `\Z` or `\p` would become plain letters there. */
const dialect = /\\(?![bBcdDfnrsStvwWx\d]|u[\da-fA-F]{4})[A-Za-z]/

/**
 * A pattern of JSON Schema: in Unicode mode, or without it where it is a pattern only then and means the same. Undefined for what is no
 * pattern.
 */
export function readPattern(pattern: string): ReadPattern | undefined {
  const source = withoutNeedlessEscapes(pattern)
  const flags = source.replaceAll('\\\\', '').match(dialect) ? (['u'] as const) : (['u', ''] as const)
  for (const flag of flags) {
    const expression = expressionOf(source, flag)
    if (expression !== undefined) return { source, flags: flag, expression }
  }
  return undefined
}

/** Unicode mode permits no escape without need, such as `\-` and `\@`, which many documents have. */
function withoutNeedlessEscapes(pattern: string): string {
  return pattern.replace(/\\([\s\S])/gu, (pair, character: string) => {
    if (/[\w^$\\.*+?()[\]{}|/]/.test(character)) return pair
    return character > '~' ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

function expressionOf(source: string, flags: string): RegExp | undefined {
  try {
    const expression = new RegExp(source, flags)
    // One that is too large says so only when it is first used.
    expression.test('')
    return expression
  } catch {
    return undefined
  }
}
