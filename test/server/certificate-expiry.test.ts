import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeCertificate } from '../../src/server/certificate.ts'
import { watchExpiry } from '../../src/server/certificate-expiry.ts'
import type { Logger } from '../../src/server/logger.ts'

const made = new Date('2026-11-01T12:00:00Z')
const { certificate } = await makeCertificate(['localhost'], made)
const dayMs = 86_400_000

let lines: string[]
const logger = {
  info: (line: string) => lines.push(`info: ${line}`),
  warn: (line: string) => lines.push(`warn: ${line}`),
} as unknown as Logger

beforeEach(() => {
  lines = []
  vi.useFakeTimers({ now: made })
})
afterEach(() => {
  vi.useRealTimers()
})

test('tells at start until when a certificate is valid', () => {
  watchExpiry(certificate, logger)()
  expect(lines).toEqual(['info: the TLS certificate is valid until 2026-12-01'])
})

test('warns once a day in the last week of a certificate, and after it', () => {
  const end = watchExpiry(certificate, logger)
  vi.advanceTimersByTime(23 * dayMs)
  expect(lines).toHaveLength(1)
  vi.advanceTimersByTime(dayMs)
  expect(lines.at(-1)).toMatch(/^warn: the TLS certificate expires on 2026-12-01, in 6 days; give another one/)
  vi.advanceTimersByTime(5 * dayMs)
  expect(lines.at(-1)).toMatch(/^warn: the TLS certificate expires on 2026-12-01, in 1 day;/)
  vi.advanceTimersByTime(2 * dayMs)
  expect(lines.at(-1)).toMatch(/^warn: the TLS certificate expired on 2026-12-01: clients refuse it;/)
  expect(lines).toHaveLength(9)
  end()
  vi.advanceTimersByTime(3 * dayMs)
  expect(lines).toHaveLength(9)
})

test('warns at start of a certificate that has ended', () => {
  vi.setSystemTime(new Date('2027-01-01T00:00:00Z'))
  watchExpiry(certificate, logger)()
  expect(lines).toEqual([expect.stringMatching(/^warn: the TLS certificate expired on 2026-12-01: clients refuse it;/)])
})
