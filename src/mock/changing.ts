import type { Dataset } from './types.ts'

/** Where in the endless row of organizations a list begins that nobody has read yet; identifiers rise with the index. */
const start = 1_000_000

/**
 * A list after so many changes: each has put one organization at the front and taken the last one away, so that the number stays. A
 * window that slides over the endless row of a seed's organizations.
 */
export function changed<Org>(base: Dataset<Org>, edits: number): Dataset<Org> {
  const first = start - (edits % start)
  return {
    key: `${base.key}/changed ${edits}`,
    count: base.count,
    at: (index) => base.at(first + index),
    column(name) {
      const read = base.column(name)
      return (index) => read(first + index)
    },
  }
}
