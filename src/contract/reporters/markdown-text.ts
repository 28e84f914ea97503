import { oneLine, visibleText } from './visible-text.ts'

/**
 * Text in Markdown that stays text, in a paragraph, a list, a table cell or an HTML tag: nothing in it is markup, a link, a mention,
 * an emoji or a formula. References and not backslashes, because they hold inside HTML too.
 */
export function prose(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>&#|~$@:]/g, (character) => `&#${character.codePointAt(0)};`)
}

/** A code span (not for tables, where a pipe would end it); an empty text gives a dash. */
export function codeSpan(text: string): string {
  if (text === '') return '–'
  const shown = oneLine(text)
  const fence = '`'.repeat(longestRun(shown) + 1)
  const padding = /^[` ]|[` ]$/.test(shown) ? ' ' : ''
  return `${fence}${padding}${shown}${padding}${fence}`
}

/** A fenced block that nothing in the text can close. */
export function codeBlock(text: string, language = ''): string {
  const shown = visibleText(text)
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1))
  return `${fence}${language}\n${shown}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
