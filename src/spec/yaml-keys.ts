import type { Node, YAMLMap } from 'yaml'

/** A key that a map has a second time, or undefined. The library's own search compares each key with each. */
export function repeatedKey({ items }: YAMLMap): unknown {
  const names = new Set<unknown>()
  return items.find(({ key }) => {
    const before = names.size
    names.add(nameOf(key))
    return names.size === before
  })?.key
}

/** Whether a key is YAML 1.1's sign that other maps are merged in; in quotes it is a name like any other. */
export function isMergeKey(key: unknown): boolean {
  const { type } = key as { readonly type?: string }
  return nameOf(key) === '<<' && (type === undefined || type === 'PLAIN')
}

/** Where a node begins in its text. */
export function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0
}

function nameOf(key: unknown): unknown {
  return (key as { readonly value?: unknown } | null)?.value ?? key
}
