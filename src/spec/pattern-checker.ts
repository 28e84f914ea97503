/** The check of a document's patterns, loaded when one is to be checked: its parser is no part of a server's start. */
export async function patternChecker() {
  const { checkPatterns } = await import('./pattern-safety.ts')
  return checkPatterns
}
