// An application that knows nothing of orgmock: production URLs, and its credentials in the vendors' own variables.
const { env } = process

async function call(url, options) {
  const response = await fetch(url, options)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

const cekura = await call('https://api.cekura.ai/user/organizations/', {
  headers: { 'X-CEKURA-API-KEY': env.CEKURA_API_KEY },
})
console.log(`Cekura: ${cekura.length} organizations`)

const cloudflare = await call('https://api.cloudflare.com/client/v4/user/organizations', {
  headers: { 'X-Auth-Email': env.CLOUDFLARE_EMAIL, 'X-Auth-Key': env.CLOUDFLARE_API_KEY },
})
console.log(`Cloudflare: ${cloudflare.result_info.total_count} organizations`)

const { access_token } = await call('https://auth.cradl.ai/oauth2/token', {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    audience: 'https://api.cradl.ai/v1',
    client_id: env.CRADL_CLIENT_ID,
    client_secret: env.CRADL_CLIENT_SECRET,
  }),
})
const cradl = await call('https://api.cradl.ai/v1/organizations', {
  headers: { Authorization: `Bearer ${access_token}` },
})
console.log(`Cradl: the first page has ${cradl.organizations.length} organizations`)

const nirvana = await call('https://api.nirvanalabs.io/v1/organizations', {
  headers: { Authorization: `Bearer ${env.NIRVANA_LABS_API_KEY}` },
})
console.log(`Nirvana Labs: ${nirvana.pagination.total_count} organizations`)
