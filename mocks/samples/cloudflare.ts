import type { ProviderUrls, Sample } from '../../src/mock/index.ts'

/** Cloudflare's own clients, which take page after page by themselves. */
export function samples({ apiEmail, apiKey }: { apiEmail: string; apiKey: string }) {
  return ({ baseUrl }: ProviderUrls): readonly Sample[] => [
    {
      language: 'TypeScript',
      client: "Cloudflare's client: npm install cloudflare",
      code: `import Cloudflare from 'cloudflare'

const client = new Cloudflare({
  apiEmail: '${apiEmail}',
  apiKey: '${apiKey}',
  apiToken: null,
  baseURL: '${baseUrl}',
})
for await (const organization of client.user.organizations.list({ per_page: 20 })) {
  console.log(organization.name)
}
`,
    },
    {
      language: 'Python',
      client: "Cloudflare's client: pip install cloudflare",
      code: `from cloudflare import Cloudflare

client = Cloudflare(
    api_email="${apiEmail}",
    api_key="${apiKey}",
    base_url="${baseUrl}",
)
for organization in client.user.organizations.list(per_page=20):
    print(organization.name)
`,
    },
  ]
}
