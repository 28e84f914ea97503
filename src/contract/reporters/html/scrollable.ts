import { type Markup, markup } from './markup.ts'

/** A table that may be wider than the window: it scrolls by itself, with the keyboard too. */
export function scrollable(label: string, table: Markup): Markup {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${table}</div>`
}
