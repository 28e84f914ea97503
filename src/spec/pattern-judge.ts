/** The judge of a document's patterns, loaded when there are some to judge: its parser is no part of a server's start. */
export async function patternJudge() {
  const { patternAdvice: advice, patternDanger: dangerOf } = await import('./pattern-safety.ts')
  return { advice, dangerOf }
}
