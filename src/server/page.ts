import { createHash } from 'node:crypto'
import path from 'node:path'
import type { RequestHandler } from 'express'
import type { PageFiles } from './page-files.ts'

const folder = '/__admin/ui'
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
}

/** What the page may load and do: files of this server alone, no code or style inside of its HTML, and no other page around it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // A browser asks each time whether its copy is still the right one.
  'Cache-Control': 'no-cache',
}

/**
 * Serves the files of the page, to everybody: there is no data in them. `/` is the page for browsers, who prefer HTML, and nothing for
 * everybody else.
 */
export function servePage(files: PageFiles): RequestHandler {
  let known: ReturnType<PageFiles> | undefined
  return async function pageMiddleware(request, response, next) {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const name = isRead ? fileName(request.path) : undefined
    if (name === undefined || (request.path === '/' && request.accepts(['json', 'html']) !== 'html')) {
      next()
      return
    }
    known ??= files()
    const read = (await known).get(name)
    response.set(headers)
    if (request.path === '/') response.vary('Accept')
    if (read === undefined) {
      response.status(404).json({ message: `the page has no file ${JSON.stringify(name)}` })
      return
    }
    const bytes = Buffer.from(await read())
    response.set('ETag', `"${createHash('sha256').update(bytes).digest('base64url')}"`)
    response.set('Content-Type', types[path.extname(name)] ?? 'application/octet-stream')
    // Answers 304 to a browser that has these bytes.
    response.send(bytes)
  }
}

/** Undefined for what is no file of the page. */
function fileName(target: string): string | undefined {
  if (target === '/' || target === folder) return 'index.html'
  return target.startsWith(`${folder}/`) ? target.slice(folder.length + 1) : undefined
}
