import type { ProviderUrls, Sample } from '../../src/mock/index.ts'

/** Nirvana's own client for TypeScript (observed: its repository; the registry of npm does not have it). */
export function samples({ apiKey }: { apiKey: string }) {
  return ({ baseUrl }: ProviderUrls): readonly Sample[] => [
    {
      language: 'TypeScript',
      client: "Nirvana's client, @nirvana-labs/nirvana, from its repository: the npm registry does not have it.",
      code: `import NirvanaLabs from '@nirvana-labs/nirvana'

const client = new NirvanaLabs({
  apiKey: '${apiKey}',
  baseURL: '${baseUrl}',
})
for await (const organization of client.organizations.list({ limit: 20 })) {
  console.log(organization.name)
}
`,
    },
  ]
}
