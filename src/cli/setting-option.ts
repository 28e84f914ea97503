import path from 'node:path'
import { Option } from 'commander'
import type { Setting } from '../config/index.ts'
import type { Shape } from '../options/index.ts'

/** A setting as an option of a command. */
export function settingOption<T>({
  flag,
  variable,
  placeholder,
  description,
  fallback,
  isRepeatable,
}: Setting<T>): Option {
  const isSilent = fallback === undefined || fallback === false || String(fallback) === ''
  const shown = flag.startsWith('--no-') ? '=false' : isSilent ? '' : `, default ${fallback}`
  const option = new Option(
    placeholder === undefined ? flag : `${flag} <${placeholder}>`,
    `${description} (${variable}${shown})`,
  )
  return isRepeatable === true ? option.argParser(joined) : option
}

/** What the one description of an option says of it. */
export function descriptionOf({ schema }: Shape<unknown>): string {
  return String(schema['description'])
}

function joined(value: string, previous: string | undefined): string {
  return previous === undefined ? value : `${previous}${path.delimiter}${value}`
}
