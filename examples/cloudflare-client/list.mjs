// Cloudflare's own client, which takes account and address from CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY and CLOUDFLARE_BASE_URL.
import Cloudflare from 'cloudflare'

const client = new Cloudflare()
let count = 0
for await (const organization of client.user.organizations.list({ per_page: 50 })) {
  if (organization.name) count += 1
}
console.log(`${count} organizations`)
