import { createServer } from 'node:http'

/** A fake of Nirvana Labs with two usual faults: it takes every key, and it forgets the cursor, so that no walk ends. */
export async function startCarelessFake(origin, goodKey) {
  const server = createServer(async ({ url, headers }, response) => {
    const target = new URL(url, `${origin}/api.nirvanalabs.io/`)
    target.pathname = `/api.nirvanalabs.io${target.pathname}`
    target.searchParams.delete('cursor')
    const authorization = headers.authorization === undefined ? undefined : `Bearer ${goodKey}`
    const reply = await fetch(target, { headers: authorization === undefined ? {} : { authorization } })
    response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') })
    response.end(await reply.text())
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
