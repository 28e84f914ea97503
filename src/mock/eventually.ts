/** A value at hand, or one that takes a turn of the event loop or more: pages at hand are answered without any. */
export type Eventually<T> = T | Promise<T>

/** Changes a value when it is there. */
export function whenReady<T, U>(value: Eventually<T>, change: (value: T) => Eventually<U>): Eventually<U> {
  return value instanceof Promise ? value.then(change) : change(value)
}
