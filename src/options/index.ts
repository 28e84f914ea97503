/** What programs, the command line, orgmock.yaml and the admin API may give: shapes of values, and calls that check them. */
export { argument, asyncCall, type Call, call, describedCall, describedLater, optional, wanted } from './call.ts'
export { nearest } from './nearest.ts'
export { badValue, OptionError, type Place, refuse, unknownName } from './option-error.ts'
export {
  able,
  abortSignal,
  action,
  anyText,
  described,
  either,
  list,
  type MembersOf,
  map,
  type Needed,
  needed,
  number,
  object,
  oneOf,
  options,
  orNull,
  type Schema,
  type Shape,
  secret,
  someText,
  text,
  thing,
  truth,
  wholeNumber,
  yes,
} from './shape.ts'
