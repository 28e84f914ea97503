/** Makes something when it is first needed, and only then. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Makes something once for each key. */
export function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    if (known.has(key)) return known.get(key) as Value
    const value = make(key)
    known.set(key, value)
    return value
  }
}

/** Makes something once for each object, or for all that share an identity, for as long as somebody else holds that. */
export function rememberedWeakly<Key extends object, Value>(
  make: (key: Key) => Value,
  identityOf: (key: Key) => object = (key) => key,
): (key: Key) => Value {
  const known = new WeakMap<object, { readonly value: Value }>()
  return (key) => {
    const identity = identityOf(key)
    const found = known.get(identity) ?? { value: make(key) }
    known.set(identity, found)
    return found.value
  }
}
