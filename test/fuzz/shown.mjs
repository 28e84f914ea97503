import { holds } from './server.mjs'
import { plantedParts } from './shapes/attacks.mjs'

/** Where the server tells of what clients sent. */
const everywhere = [
  'requests?format=json',
  'requests?format=ndjson',
  'requests/count',
  'scorecard',
  'credentials',
  'errors',
  'tenants',
  'settings',
]

/** Names every place where a part of a planted secret is shown. @returns {Promise<string[]>} */
export async function shownSecrets(server) {
  const texts = await Promise.all(
    [...everywhere.map((path) => `/__admin/${path}`), '/metrics'].map((path) => shown(server, path)),
  )
  return texts.flat()
}

/** The same for the newest requests of the journal alone: the whole of it is long. */
export function newestShown(server, requests) {
  return shown(server, `/__admin/requests?format=ndjson&limit=${requests}`)
}

async function shown(server, path) {
  const text = await (await fetch(`${server.url}${path}`)).text()
  const line = text.split('\n').find((one) => plantedParts.some((part) => holds(one, part)))
  return line === undefined ? [] : [`GET ${path} shows a secret: ${around(line)}`]
}

function around(line) {
  const at = plantedParts.map((part) => line.indexOf(part)).find((place) => place >= 0) ?? 0
  return line.slice(Math.max(0, at - 300), at + 100)
}
