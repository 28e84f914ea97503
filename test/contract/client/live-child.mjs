// Runs cases of the live client in a process of its own: NODE_EXTRA_CA_CERTS is read at start. Input and output are JSON.
// No client is closed: the connections that they keep must not keep the process alive.
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const { directory, port, secrets, cases } = JSON.parse(await text(process.stdin))
const load = (file) => import(pathToFileURL(`${directory}/src/contract/client/${file}`).href)
const { createHttpClient } = await load('http-client.js')
const { createRedactor } = await load('secret-redactor.js')

const results = []
for (const { options, request, form } of cases) {
  const redactor = createRedactor(secrets)
  const lookup = () => ({ address: '127.0.0.1', port })
  const client = createHttpClient({ isLive: true, secrets: redactor, timeoutMs: 5_000, lookup, ...options })
  try {
    if (form === undefined) {
      const { response } = await client.send(request)
      const body = redactor.excerpt(response.body, 2_048)
      results.push({
        status: response.status,
        body,
        headers: response.headers.map(([name, value]) => [name, redactor.header(name, value)]),
      })
    } else {
      results.push({ token: await client.requestToken(form) })
    }
  } catch (error) {
    results.push({
      code: error.code,
      message: error.message,
      stack: error.code === undefined ? error.stack : undefined,
    })
  }
}
console.log(JSON.stringify(results))
