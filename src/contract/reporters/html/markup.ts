import { visibleText } from '../visible-text.ts'

/** Text that is HTML already. Made by `markup` alone, so that nothing enters a page unescaped. */
export interface Markup {
  readonly html: string
}

type Part = string | number | Markup | readonly Markup[] | undefined

/**
 * Template tag: what is written in the template is HTML, every value put into it is text and is escaped, in attributes (always
 * quoted) as between tags. Control characters are shown as visible escapes. Undefined is nothing.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: strings.reduce((html, string, index) => html + htmlOf(parts[index - 1]) + string) }
}

function htmlOf(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escaped(part)
  return 'html' in part ? part.html : part.map(({ html }) => html).join('')
}

function escaped(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`)
}
