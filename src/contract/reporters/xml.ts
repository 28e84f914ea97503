import { visibleText } from './visible-text.ts'

/** An XML element: attributes that are undefined are left out, and text goes between the tags. */
export interface Element {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string | number | undefined>>
  readonly children?: readonly Element[]
  readonly text?: string
}

/** An XML 1.0 document. Characters that XML forbids, escaped or not, are shown as visible escapes such as `\x1b`. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, '')}\n`
}

function render({ name, attributes = {}, children = [], text }: Element, indent: string): string {
  const head = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('')
  const open = `${indent}<${name}${head}`
  if (text !== undefined) return `${open}>${escaped(text)}</${name}>`
  if (children.length === 0) return `${open}/>`
  return [`${open}>`, ...children.map((child) => render(child, `${indent}  `)), `${indent}</${name}>`].join('\n')
}

function escaped(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
