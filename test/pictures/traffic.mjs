// Requests for the pictures of the page: clients that do well, and clients that lose organizations, do not wait, or have no key.

/** Sends them; `providers` is what GET /__admin/providers says. */
export async function sendTraffic(providers) {
  const of = (id) => providers.find((provider) => provider.id === id)
  const [cekura, cloudflare, cradl, nirvana] = ['cekura', 'cloudflare', 'cradl', 'nirvana'].map(of)
  const get = async (url, headers = {}) => {
    try {
      return await (await fetch(url, { headers })).text()
    } catch {
      // A connection that is broken on demand.
      return ''
    }
  }
  const pages = (email, wanted) => wanted.map((page) => [`${cloudflare.operationUrl}?page=${page}&per_page=20`, email])
  const walk = async (calls) => {
    for (const [url, email] of calls) {
      await get(url, { 'X-Auth-Email': email, 'X-Auth-Key': '7e57000000000000000000000000000000000' })
    }
  }
  await get(cekura.operationUrl, { 'X-CEKURA-API-KEY': cekura.credentials.apiKey })
  await walk(pages('checkout@orgmock.test', [1, 2, 3, 4, 5, 6, 7, 8]))
  // Page 3 is never asked for.
  await walk(pages('importer@orgmock.test', [1, 2, 4, 5, 6, 7, 8]))
  for (let time = 0; time < 4; time += 1) {
    await get(`${nirvana.operationUrl}?limit=10`, {
      Authorization: 'Bearer test_throttled_0000000000000000000000000000000000',
    })
  }
  const bearer = { Authorization: `Bearer ${nirvana.credentials.apiKey}` }
  for (let cursor = ''; cursor !== undefined; ) {
    const page = JSON.parse(await get(`${nirvana.operationUrl}?limit=50${cursor}`, bearer))
    const next = page.pagination.next_cursor
    cursor = next === null ? undefined : `&cursor=${encodeURIComponent(next)}`
  }
  await get(nirvana.operationUrl, { Authorization: 'Bearer of-another-environment' })
  await get(nirvana.operationUrl)
  await get(`${nirvana.operationUrl}?limit=10`, { ...bearer, Prefer: 'fault=truncated-body' })
  await get(cekura.operationUrl, {
    'X-CEKURA-API-KEY': 'test_forbidden_0000000000000000000000000000000000000000000000000',
  })
  const form = { grant_type: 'client_credentials', audience: 'https://api.cradl.ai/v1', ...clientOf(cradl.credentials) }
  const answer = await fetch(cradl.tokenUrl, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token: token } = await answer.json()
  await get(`${cradl.operationUrl}?maxResults=5`, { Authorization: `Bearer ${token}` })
  await get(`${cradl.operationUrl}?maxResults=5`, { Authorization: `Bearer ${token}`, Prefer: 'code=500' })
}

function clientOf({ clientId, clientSecret }) {
  return { client_id: clientId, client_secret: clientSecret }
}
