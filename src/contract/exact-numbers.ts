import type { Exchange } from './types.ts'

// In JSON every text has its closing quote; without the last ? a body of quotes would take quadratic time here.
const textOrNumber = /"(?:[^"\\]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** The body as JSON, with whole numbers that a double cannot hold as texts of their digits. */
export function exactJson({ json, response }: Exchange): unknown {
  if (!json.ok) return undefined
  let hasAny = false
  const text = response.body.toString('utf8')
  if (!/\d{16}/.test(text)) return json.value
  const exact = text.replace(textOrNumber, (token) => {
    if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token
    hasAny = true
    return `"${token}"`
  })
  return hasAny ? JSON.parse(exact) : json.value
}
