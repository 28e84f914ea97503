import { type Shape, thing } from '../options/index.ts'
import { isObject } from '../spec/index.ts'

/** Variables of a process, such as process.env. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A message never shows its content. */
export const environment: Shape<Environment> = thing(
  'an object of texts, such as process.env',
  (value) => isObject(value) && Object.values(value).every((one) => one === undefined || typeof one === 'string'),
)
