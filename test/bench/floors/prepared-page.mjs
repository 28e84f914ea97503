import { readFileSync } from 'node:fs'

/** The page that a floor sends: the file named on its command line, `{ path, headers, body }` with names and values in turn. */
export function preparedPage() {
  const { path, headers, body } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
  const bytes = Buffer.from(body)
  return { path, headers: [...headers, 'Content-Length', String(bytes.length)], body: bytes }
}

/** Says where a server listens, and ends it on a signal. */
export function announce(server) {
  console.log(`floor listening on http://127.0.0.1:${server.address().port}`)
  process.once('SIGTERM', () => process.exit(0))
}
