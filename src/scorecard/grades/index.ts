import type { GradeDefinition } from '../grade-definition.ts'
import { asksOnce } from './asks-once.ts'
import { backsOff } from './backs-off.ts'
import { credentialsInHeaders } from './credentials-in-headers.ts'
import { followsPages } from './follows-pages.ts'
import { keepsFilters } from './keeps-filters.ts'
import { keepsPageSize } from './keeps-page-size.ts'
import { pageSizeInRange } from './page-size-in-range.ts'
import { renewsToken } from './renews-token.ts'
import { sendsCursorUnchanged } from './sends-cursor-unchanged.ts'
import { takesRefusals } from './takes-refusals.ts'
import { waitsOutRetryAfter } from './waits-out-retry-after.ts'

/** Every grade, in the order of a scorecard. */
export const gradeDefinitions: readonly GradeDefinition[] = [
  // the walk
  followsPages,
  asksOnce,
  sendsCursorUnchanged,
  keepsFilters,
  pageSizeInRange,
  keepsPageSize,
  // bad days
  waitsOutRetryAfter,
  backsOff,
  takesRefusals,
  // credentials
  renewsToken,
  credentialsInHeaders,
]
