import { type Code, call, js, literal, name, textCode, type Value } from './code.ts'
import { type Key, keyCode } from './keys.ts'

/** Code that draws a value of one organization from its source. */
export const draw = {
  /** A call of a helper: `helper(source, key, …)`. */
  call: (helper: string, key: Key, ...more: readonly Value[]): Code =>
    call(name(helper), name('source'), keyCode(key), ...more),
  stream: (key: Key): Code => js`source.stream(${keyCode(key)})`,
  rotate: (key: Key, values: readonly Value[]): Code => js`source.rotate(${keyCode(key)}, ${literal(values)})`,
  /** True for one of so many. */
  oneIn: (key: Key, many: number): Code => js`source.oneIn(${keyCode(key)}, ${many})`,
  /** A text with a number in it: that of the organization, or one of its own inside of lists. */
  numbered(key: Key, before: string, after: string): Code {
    const number = key.isInList ? draw.call('between', key, 1, 9999999) : js`source.index + 1`
    return textCode([before, number, ...(after === '' ? [] : [after])])
  },
}
