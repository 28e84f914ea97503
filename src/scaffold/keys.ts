/** `'domains name'` inside `'domains'`, `` `${key} name` `` inside a list. */
export function nestedKey({ key, depth }: { readonly key: string; readonly depth: number }, name: string): string {
  return depth === 0 ? `'${name.replaceAll(/['\\]/g, '_')}'` : longer(key, name)
}

/** Whether a key belongs to one item of a list: there it is a template over the list's own key. */
export function isInList(key: string): boolean {
  return key.startsWith('`')
}

/** The key of a list's item by itself needs no template. */
export function plainKey(key: string): string {
  return key === `\`\${key}\`` ? 'key' : key
}

/** A key with a word more. */
export function longer(key: string, word: string): string {
  const safe = word.replaceAll(/['`\\$]/g, '_')
  return isInList(key) ? `${key.slice(0, -1)} ${safe}\`` : `${key.slice(0, -1)} ${safe}'`
}
