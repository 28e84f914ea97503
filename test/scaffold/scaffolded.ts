import * as room from '../../src/scaffold/index.ts'
import { patternJudge } from '../../src/spec/index.ts'

const patterns = await patternJudge()

/** As `orgmock new` calls it. */
export function scaffold(file: string, text: string, options: room.ScaffoldOptions): room.Scaffolded {
  return room.scaffold(file, text, options, patterns)
}
