import { ConfigError, type ConfigErrorCode } from './errors.ts'

/** The value of a setting when it is a whole number within its bounds. Throws ConfigError with the given code. */
export function checkedWholeNumber(
  code: ConfigErrorCode,
  name: string,
  value: number,
  [minimum, maximum]: readonly [minimum: number, maximum: number],
): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value
  throw new ConfigError(code, `${name} must be a whole number from ${minimum} to ${maximum}, not ${value}`)
}
