import { Document, isMap, visit } from 'yaml'
import { sorted } from './tally.ts'
import type { Lock } from './types.ts'

/** Of the lock's form: a lock of another version is refused. */
export const lockVersion = 1

const head = ` Shapes of answers, without their values: what a later \`orgmock check --lock\` compares with. Commit this file.
 orgmock writes it; \`orgmock lock show\` prints it for people.`

/** Places, headers and counts are one line each, so that a difference of two locks reads well. */
export function lockText({ providers }: Lock): string {
  const document = new Document({ orgmockLock: lockVersion, providers: sorted(providers) })
  document.commentBefore = head
  visit(document, {
    Map(key, map, path) {
      if (key === null) return
      const isLeaf = map.items.every(({ value }) => !isMap(value))
      const names = path.flatMap((node) => ('key' in node ? [String(node.key)] : []))
      const isEntry = ['headers', 'body'].includes(names.at(-2) ?? '')
      if (isEntry || (isLeaf && map.items.length > 0)) map.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}
