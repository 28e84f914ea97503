import { isArray, isObject, type Json } from '../spec/index.ts'
import { isSame } from './json.ts'
import { compiled } from './pattern.ts'
import { isOfType, type Shape, type Shapes } from './shape.ts'

/** How deep a value is looked at. */
const deepest = 20

/**
 * Whether a value that the document shows fits its schemas, as far as shapes tell: of alternatives, the first that is possible. What is left
 * out of a shape is found when the contract is checked.
 */
export function isFit(shapes: Shapes, schemas: Json | readonly Json[], value: Json, depth = 0): boolean {
  const shape = shapes.of(...(isArray(schemas as Json) ? (schemas as readonly Json[]) : [schemas as Json]))
  return shape !== undefined && isShapeFit(shapes, shape, value, depth)
}

/** The same for a shape. */
export function isShapeFit(shapes: Shapes, shape: Shape, value: Json, depth = 0): boolean {
  if (depth > deepest) return false
  if (value === null) return shape.nullable || (shape.isUntyped && shape.members === undefined)
  if (shape.members !== undefined && !shape.members.some((member) => isSame(member, value))) return false
  if (!shape.isUntyped && !shape.types.some((type) => isOfType(value, type))) return false
  if (typeof value === 'string') return isTextFit(shape, value)
  if (typeof value === 'number') return isNumberFit(shape, value)
  if (isArray(value)) {
    const { items, minItems, maxItems = Infinity } = shape
    const isLong = value.length >= minItems && value.length <= maxItems
    return isLong && (items === undefined || value.every((item) => isFit(shapes, items, item, depth + 1)))
  }
  if (!isObject(value)) return true
  return (
    [...shape.required].every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => {
      const inner = shape.properties.get(name) ?? shape.additional
      return inner === undefined ? !shape.isClosed : isFit(shapes, inner, member, depth + 1)
    })
  )
}

const forms: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  email: /^[^\s@]{1,64}@[^\s@]{1,255}$/,
  uri: /^[a-z][a-z0-9+.-]{0,30}:\S/i,
}

function isTextFit({ minLength = 0, maxLength = Infinity, patterns, format = '' }: Shape, text: string): boolean {
  const length = [...text].length
  return (
    length >= minLength &&
    length <= maxLength &&
    (forms[format]?.test(text) ?? true) &&
    patterns.every((pattern) => compiled(pattern)?.test(text) ?? true)
  )
}

function isNumberFit({ minimum = -Infinity, maximum = Infinity, above, below }: Shape, value: number): boolean {
  return value >= minimum && value <= maximum && value > (above ?? -Infinity) && value < (below ?? Infinity)
}
