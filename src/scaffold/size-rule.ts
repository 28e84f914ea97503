import type { Basis } from '../spec/index.ts'
import type { QueryParameter } from './operation.ts'
import type { Shape, Shapes } from './shape.ts'

/** How long a page may be asked to be. */
export interface SizeRule {
  readonly parameter: string
  readonly minimum: number
  readonly maximum: number
  readonly fallback: number
  /** Whether the document gives both bounds. */
  readonly basis: Basis
  /** The document says all of this itself, in a form that the mock reads. */
  readonly isAsDeclared: boolean
  /** The document lists the sizes instead of bounding them. */
  readonly isListed: boolean
}

/** Bounds as the document has them, or usual ones. */
export function sizeRule(shapes: Shapes, { name, schema }: QueryParameter): SizeRule {
  const shape = shapes.of(schema)
  const listedSizes = (shape?.members ?? []).map(Number).filter(Number.isInteger)
  const above = shape?.above === undefined ? undefined : Math.floor(shape.above) + 1
  const below = shape?.below === undefined ? undefined : Math.ceil(shape.below) - 1
  const stated = {
    minimum: greatest([
      shape?.minimum === undefined ? undefined : Math.ceil(shape.minimum),
      above,
      ...least(listedSizes),
    ]),
    maximum: smallest([
      shape?.maximum === undefined ? undefined : Math.floor(shape.maximum),
      below,
      ...most(listedSizes),
    ]),
  }
  const declared = shape?.fallback === undefined ? undefined : Number(shape.fallback)
  // A page of none would never end a walk.
  const minimum = Math.max(1, stated.minimum ?? 1)
  const wanted = declared !== undefined && Number.isInteger(declared) && declared >= minimum ? declared : undefined
  const maximum = Math.max(stated.maximum ?? Math.max(100, wanted ?? 0), minimum + 1)
  const fallback = Math.min(wanted ?? Math.max(20, minimum), maximum)
  return {
    parameter: name,
    minimum,
    maximum,
    fallback,
    basis: stated.minimum === minimum && stated.maximum === maximum ? 'documented' : 'assumed',
    isAsDeclared:
      isInteger(shape) &&
      shape.members === undefined &&
      shape.minimum === minimum &&
      shape.maximum === maximum &&
      shape.fallback === fallback,
    isListed: listedSizes.length > 0,
  }
}

/** Whether a parameter is read as a number. */
export function isInteger(shape: Shape | undefined): shape is Shape {
  return shape?.types[0] === 'integer' || shape?.types[0] === 'number'
}

function greatest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

function smallest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

function least(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [] : [Math.min(...values)]
}

function most(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [] : [Math.max(...values)]
}
