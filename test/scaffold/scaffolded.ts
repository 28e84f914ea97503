import * as room from '../../src/scaffold/index.ts'
import { checkPatterns } from '../../src/spec/pattern-safety.ts'

/** As `orgmock new` calls it. */
export function scaffold(file: string, text: string, options: room.ScaffoldOptions): room.Scaffolded {
  return room.scaffold(file, text, options, checkPatterns)
}
