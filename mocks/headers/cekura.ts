import { headerList } from '../../src/mock/index.ts'

// Assumed: Cekura also takes POST here, which is another operation than the documented one.
export const methods = ['GET', 'HEAD', 'OPTIONS'] as const

export const html = 'text/html; charset=utf-8'

/** Django's SecurityMiddleware, on every reply. */
export const securityHeaders = headerList({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
})

const json = ['Content-Type', 'application/json']

/** What follows the content type and a reply's own headers. Assumed: Vary, which the framework adds for more than one renderer only. */
const viewHeaders = [
  ...headerList({ Vary: 'Accept', Allow: methods.join(', '), 'X-Frame-Options': 'DENY' }),
  ...securityHeaders,
]

/** Of what the framework says: a success, and an error in JSON. */
export const headers = headersWith()

export function headersWith(...own: readonly string[]): readonly string[] {
  return [...json, ...own, ...viewHeaders]
}

export const pageHeaders = ['Content-Type', html, 'X-Frame-Options', 'DENY', ...securityHeaders]
