/** A piece of a shell word: text as it is, the value of an environment variable, or what a command prints. */
export type WordPart = string | { readonly variable: string } | { readonly command: string }

/** Within double quotes these keep a meaning (POSIX, 2.2.3); the exclamation mark does in an interactive bash. */
const special = /[$`"\\!]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const controlCharacter = /[\x00-\x1f\x7f]/g

/**
 * One word for a POSIX shell, on one line. Text stands in single quotes, a variable in double quotes; text with line breaks or other
 * control characters is written by printf, which loses line breaks at its very end.
 */
export function shellWord(parts: readonly WordPart[]): string {
  if (parts.every(isText)) return plainOrQuoted(parts.join(''))
  const canShareQuotes = parts.filter(isText).every((text) => !special.test(text) && !hasControlCharacter(text))
  return canShareQuotes ? `"${parts.map(unquoted).join('')}"` : parts.map(oneQuoted).join('')
}

function unquoted(part: WordPart, index: number, parts: readonly WordPart[]): string {
  if (isText(part)) return part
  const next = parts[index + 1]
  if ('command' in part) return `$(${part.command})`
  const needsBraces = next !== undefined && isText(next) && /^\w/.test(next)
  return needsBraces ? `\${${part.variable}}` : `$${part.variable}`
}

function oneQuoted(part: WordPart): string {
  if (isText(part)) return plainOrQuoted(part)
  return 'command' in part ? `"$(${part.command})"` : `"$${part.variable}"`
}

/** A command in which every value is one word of a POSIX shell: `shell`curl ${url}``. */
export function shell(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: texts }, ...values.map(shellQuoted))
}

/** One word, always in quotes. */
export function shellQuoted(text: string): string {
  if (hasControlCharacter(text)) return `"$(printf -- '${printfFormat(text)}')"`
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function plainOrQuoted(text: string): string {
  return /^[\w%+,./:=@-]+$/.test(text) ? text : shellQuoted(text)
}

function printfFormat(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
    .replaceAll("'", `'\\''`)
    .replace(controlCharacter, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

function isText(part: WordPart): part is string {
  return typeof part === 'string'
}

function hasControlCharacter(text: string): boolean {
  return text.search(controlCharacter) !== -1
}
