import type { Law } from '../../types.ts'
import { judgeLeads } from '../judge-leads.ts'
import { judgeWalk } from '../judge-walk.ts'
import { walkSize } from '../walk-limits.ts'

/**
 * One walk over the whole list: it ends, every organization comes exactly once, every page but the last is full, and the counters
 * stay the same and agree with what came. Judged as it streams; of each organization a number is kept.
 */
export const paginationWalk: Law = {
  id: 'pagination/walk',
  family: 'pagination',
  title: 'a walk over all pages ends and gives each organization exactly once',
  async run(context) {
    await judgeLeads(context)
    await judgeWalk(context, walkSize(context), undefined)
  },
}
