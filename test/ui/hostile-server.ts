import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const run = `window.__ran='yes'`

/** What would run, or hide what is true, if a text of the admin API ever became more than text. */
const hostileText = [
  `<script>${run}</script>`,
  `</pre></textarea></title></script><script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `<svg/onload=${run}>`,
  `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  `" autofocus onfocus="${run}" x="`,
  `' style='display:none`,
  '</style><style>*{display:none!important}</style>',
  `{{constructor.constructor("${run}")()}}\${${run}}`,
  `&lt;script&gt;${run}&lt;/script&gt;`,
  `javascript:${run}`,
  'gnp.\u202eexe.\u2066hidden\u200b\u0000\u001b[31m',
].join(' ')

/** What swagger-ui needs to show a document at all. */
const kept = new Set(['openapi', 'href', '$ref', 'type', 'format', 'in', 'pattern', 'scheme'])

/** Every text of a JSON value with a hostile one behind it, and members that may have any name under one more. Equal texts stay equal. */
function spoiled(value: unknown, name = ''): unknown {
  if (kept.has(name)) return value
  if (typeof value === 'string') return value + hostileText
  if (Array.isArray(value)) return value.map((one) => spoiled(one, name))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, one]) => [key, spoiled(one, key)])
  return Object.fromEntries(name === 'credentials' || name === 'env' ? [...members, [hostileText, name]] : members)
}

export interface HostileServer {
  readonly url: string
  close(): void
}

/**
 * The server at this URL, with hostile texts in all that its admin API says; the files of the page are as they are. `canned` has answers by
 * path that come in place of the server's, spoiled as well.
 */
export async function hostileServer(target: string, canned: Readonly<Record<string, unknown>>): Promise<HostileServer> {
  const proxy = http.createServer((request, response) => {
    const { url = '', method = '', headers } = request
    const ready = canned[url]
    if (ready !== undefined) {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(spoiled(ready)))
      return
    }
    const host = new URL(target).host
    const sent = { ...headers, host, ...(headers.origin === undefined ? {} : { origin: target }) }
    const asked = http.request(target + url, { method, headers: sent }, async (answer) => {
      const type = answer.headers['content-type'] ?? ''
      const { 'content-length': _, etag: __, ...kept } = answer.headers
      response.writeHead(answer.statusCode ?? 500, kept)
      answer.setEncoding('utf8')
      if (!type.startsWith('text/event-stream')) {
        let text = ''
        for await (const part of answer) text += part
        response.end(type.startsWith('application/json') ? JSON.stringify(spoiled(JSON.parse(text))) : text)
        return
      }
      let rest = ''
      answer.on('data', (part: string) => {
        const events = (rest + part).split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) {
          response.write(
            `${event.replace(/^data: (.*)$/m, (_line, data: string) => `data: ${JSON.stringify(spoiled(JSON.parse(data)))}`)}\n\n`,
          )
        }
      })
      answer.on('end', () => response.end())
    })
    asked.on('error', () => response.destroy())
    response.on('close', () => asked.destroy())
    request.pipe(asked)
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close() {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}
