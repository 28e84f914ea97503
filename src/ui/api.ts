import { useEffect, useState } from 'preact/hooks'

/** What the admin API refused, in its own sentence. */
class ApiError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
  }
}

/** Asks the admin API. Gives the JSON of the answer, or undefined where it has none. Throws ApiError. */
export async function ask<T>(path: string, method = 'GET', body?: unknown, headers: HeadersInit = {}): Promise<T> {
  const response = await fetch(`/__admin${path}`, {
    method,
    headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'the server does not answer; is it running?')
  })
  const text = await response.text()
  const json = jsonOf(text)
  if (response.ok) return json as T
  const { message } = (json ?? {}) as { message?: string }
  throw new ApiError(response.status, message ?? `the server answered ${response.status}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export interface Resource<T> {
  /** Undefined until it has come. */
  readonly value: T | undefined
  readonly error: string | undefined
  reload(): void
}

/** Reads a path of the admin API when the component is shown, and again whenever `version` changes. */
export function useResource<T>(path: string, version: unknown = 0): Resource<T> {
  const [state, setState] = useState<{ value?: T; error?: string }>({})
  const [round, setRound] = useState(0)
  useEffect(() => {
    let isLate = false
    ask<T>(path).then(
      (value) => isLate || setState({ value }),
      (error) => isLate || setState((before) => ({ ...before, error: messageOf(error) })),
    )
    return () => {
      isLate = true
    }
  }, [path, version, round])
  return { value: state.value, error: state.error, reload: () => setRound((before) => before + 1) }
}
