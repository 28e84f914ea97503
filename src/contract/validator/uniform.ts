import type { Shape } from '../schema-shape.ts'

/** Copies a value, or gives it back as it is where there is nothing to gain. */
type Copier = (value: unknown) => unknown

/** Objects with fewer declared properties are read fast enough as they come. */
const fewProperties = 8

/**
 * Makes the function that copies a body so that all objects of one shape have the same properties in the same order, the absent ones
 * undefined. Validators read such objects several times faster: rows that lack now this field and now that one all differ in layout,
 * and then the engine looks up every single field by name.
 */
export function uniformCopier(root: Shape): Copier {
  const known = new Map<Shape, Copier | undefined>()

  function copierOf(shape: Shape | undefined): Copier | undefined {
    if (!shape || known.has(shape)) return shape && known.get(shape)
    // Until it is made: a shape inside itself stays as it is there.
    known.set(shape, undefined)
    const list = listCopier(shape)
    const object = objectCopier(shape)
    const copier: Copier | undefined =
      list || object
        ? (value) => {
            if (typeof value !== 'object' || value === null) return value
            const own = Array.isArray(value) ? list : object
            return own ? own(value) : value
          }
        : undefined
    known.set(shape, copier)
    return copier
  }

  function listCopier(shape: Shape): Copier | undefined {
    const element = copierOf(shape.item(Number.MAX_SAFE_INTEGER))
    return element && ((value) => (value as readonly unknown[]).map(element))
  }

  function objectCopier({ properties }: Shape): Copier | undefined {
    const inner = new Map<string, Copier>()
    for (const { name, shape } of properties.values()) {
      const copier = copierOf(shape())
      if (copier) inner.set(name, copier)
    }
    if (properties.size < fewProperties && inner.size === 0) return undefined
    const empty = Object.fromEntries([...properties.keys()].map((name) => [name, undefined]))
    return (value) => {
      const copy: Record<string, unknown> = { ...empty }
      const object = value as Readonly<Record<string, unknown>>
      for (const name in object) {
        // To assign it would change what the copy inherits from.
        if (name === '__proto__') return value
        copy[name] = object[name]
      }
      for (const [name, copier] of inner) if (copy[name] !== undefined) copy[name] = copier(copy[name])
      return copy
    }
  }

  return copierOf(root) ?? ((value) => value)
}
