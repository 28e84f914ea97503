import type { Pages } from '../pages.ts'
import type { ProxiedReply, Subject } from '../types.ts'
import type { Defect } from './make.ts'
import { type PassingPage, walkMemory } from './walk-memory.ts'

export type PageChange = (page: PassingPage) => ProxiedReply | undefined | Promise<ProxiedReply | undefined>

/** Changes pages of the list; `change` gives undefined for a page that it leaves alone. */
export function onPage(subject: Subject, pages: Pages, change: PageChange): Defect['mutation'] {
  return (note) => {
    const memory = walkMemory(subject, pages)
    return async (request, forward) => {
      const passing = await memory.pass(request, forward)
      const changed = 'rows' in passing ? await change(passing) : undefined
      if (changed !== undefined) note()
      return changed ?? passing.reply
    }
  }
}
