import { type Code, name, textCode } from './code.ts'

/** The name under which a value is drawn: words, which in a list follow the key of its item. */
export interface Key {
  readonly isInList: boolean
  readonly words: readonly string[]
}

/** `'domains name'`; in a list `key`, or `` `${key} name` ``. */
export function keyCode({ isInList, words }: Key): Code {
  const text = words.join(' ')
  if (!isInList) return textCode([text])
  return text === '' ? name('key') : textCode([name('key'), ` ${text}`])
}

/** A key with a word more. */
export function longer({ isInList, words }: Key, word: string): Key {
  return { isInList, words: [...words, word] }
}
