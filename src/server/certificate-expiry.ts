import { X509Certificate } from 'node:crypto'
import { certificatesOf } from './certificate.ts'
import type { Logger } from './logger.ts'

const dayMs = 86_400_000
const warnedDays = 7

/**
 * Writes into the log until when the certificates of a PEM text are valid: at the start, and as a warning once a day in their last week
 * and after it. Gives what ends the watch.
 */
export function watchExpiry(pem: string, logger: Logger): () => void {
  const ends = certificatesOf(pem)
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .map((one) => Date.parse(new X509Certificate(one).validTo))
  const end = Math.min(...ends)

  function look(): void {
    const leftMs = end - Date.now()
    if (leftMs >= warnedDays * dayMs) return
    const days = Math.floor(leftMs / dayMs)
    const message =
      leftMs < 0
        ? `the TLS certificate expired on ${dateOf(end)}: clients refuse it`
        : `the TLS certificate expires on ${dateOf(end)}, in ${days === 1 ? '1 day' : `${days} days`}`
    logger.warn(`${message}; give another one, or start again if this server made it`)
  }

  if (end - Date.now() >= warnedDays * dayMs) logger.info(`the TLS certificate is valid until ${dateOf(end)}`)
  look()
  const timer = setInterval(look, dayMs).unref()
  return () => clearInterval(timer)
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
