/**
 * A document of YAML without what is under its other paths, line for line: to read all of a large one takes longer than everything else. As it
 * is where it has anchors, references to paths, or paths that are not a block of their own.
 */
export function withOnePath(text: string, path: string): string {
  if (/(?:[:?-] +|[[{,] *)&[\w-]/.test(text) || text.includes('#/paths/')) return text
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^paths:\s*(#|$)/.test(line))
  if (start === -1) return text
  const indentOf = (line: string) => (/^\s*(#|$)/.test(line) ? undefined : line.search(/\S/))
  const first = lines.slice(start + 1).find((line) => indentOf(line) !== undefined)
  const indent = first === undefined ? 0 : (indentOf(first) ?? 0)
  if (indent === 0) return text
  const keys = [`${path}:`, `'${path}':`, `"${path}":`]
  let isFound = false
  let isKept = false
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const depth = indentOf(line)
    if (depth === 0) break
    // A line within a text may look like a comment.
    if (depth === undefined) {
      if (!isKept) lines[at] = ''
      continue
    }
    if (depth === indent) {
      const key = line.trim()
      isKept = keys.includes(key)
      isFound ||= isKept
      // What is not a key with its value on the lines below is left alone.
      if (!isKept && !/^["']?\/.*:$/.test(key)) return text
    } else if (depth < indent) return text
    else if (!isKept) lines[at] = ''
  }
  return isFound ? lines.join('\n') : text
}
