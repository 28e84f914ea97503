import type { Ajv2020 } from 'ajv/dist/2020.js'
import { compareDecimals, type Decimal, decimalOf, exactAt, isMultipleOf, writtenAt } from '../exact-numbers.ts'

/** Stands for `format` where that names a size of whole numbers: Ajv shows a format no digits. */
export const integerFormatKeyword = 'integerFormat'

/** The formats int8 to int64 and uint8 to uint64 of OpenAPI's format registry. */
export function isIntegerFormat(format: unknown): format is string {
  return typeof format === 'string' && /^u?int(?:8|16|32|64)$/.test(format)
}

type Holds = (value: Decimal, limit: Decimal) => boolean

const keywords: Readonly<Record<string, Holds>> = {
  minimum: (value, limit) => compareDecimals(value, limit) >= 0,
  maximum: (value, limit) => compareDecimals(value, limit) <= 0,
  exclusiveMinimum: (value, limit) => compareDecimals(value, limit) > 0,
  exclusiveMaximum: (value, limit) => compareDecimals(value, limit) < 0,
  multipleOf: isMultipleOf,
}

interface Place {
  readonly parentData: unknown
  readonly parentDataProperty: string | number
}

interface Judge {
  (value: number, place?: Place): boolean
  errors?: object[]
}

/** Judges numbers by their digits, in the place of Ajv's own keywords, which judge doubles: 0.07 is a multiple of 0.01. */
export function addNumbers(ajv: Ajv2020): void {
  for (const [keyword, holds] of Object.entries(keywords)) {
    ajv.removeKeyword(keyword)
    ajv.addKeyword({
      keyword,
      type: 'number',
      schemaType: 'number',
      compile(limit: number, parentSchema) {
        const exact = exactLimit(keyword, limit)
        const decimal = decimalOf(String(exact))
        const params = { limit: exact, multipleOf: limit }
        return judgeOf({ keyword, params, parentSchema }, (value) => holds(value, decimal))
      },
    })
  }
  ajv.addKeyword({
    keyword: integerFormatKeyword,
    type: 'number',
    schemaType: 'string',
    compile: (format: string, parentSchema) =>
      judgeOf({ keyword: 'format', params: { format }, parentSchema }, (value) => fits(value, format)),
  })
}

interface Failure {
  readonly keyword: string
  readonly params: object
  readonly parentSchema: object
}

/** Judges a number by what is written; an error has a whole number with all its digits. */
function judgeOf({ keyword, params, parentSchema }: Failure, holds: (value: Decimal) => boolean): Judge {
  const judge: Judge = (
    value,
    { parentData, parentDataProperty } = { parentData: undefined, parentDataProperty: '' },
  ) => {
    if (holds(decimalOf(writtenAt(parentData, parentDataProperty) ?? String(value)))) return true
    const exact = exactAt(parentData, parentDataProperty) ?? value
    judge.errors = [{ keyword, params: { ...params, exact }, message: `must satisfy ${keyword}`, parentSchema }]
    return false
  }
  return judge
}

function fits(value: Decimal, format: string): boolean {
  const bits = BigInt(format.replace(/\D+/, ''))
  const isUnsigned = format.startsWith('u')
  const end = 2n ** (isUnsigned ? bits : bits - 1n)
  const least = { units: isUnsigned ? 0n : -end, scale: 0 }
  const isWhole = isMultipleOf(value, { units: 1n, scale: 0 })
  return isWhole && compareDecimals(value, least) >= 0 && compareDecimals(value, { units: end, scale: 0 }) < 0
}

/** The largest whole numbers of 63 and 64 bits: a document's numbers are doubles, and these become one more. */
const roundedUp = new Map([
  [2 ** 63, 2n ** 63n - 1n],
  [2 ** 64, 2n ** 64n - 1n],
])

function exactLimit(keyword: string, limit: number): number | bigint {
  return (keyword === 'maximum' ? roundedUp.get(limit) : undefined) ?? limit
}
