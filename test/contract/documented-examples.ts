import { loadProviderSpec } from '../../src/spec/index.ts'

/** A body that a document shows, or that its examples make up. */
export interface DocumentedExample {
  readonly provider: string
  readonly status: number
  readonly body: unknown
}

/** The example bodies of the four documents; Cloudflare's is put together from those of its parts. */
export async function documentedExamples(): Promise<readonly DocumentedExample[]> {
  return [
    { provider: 'cekura', status: 200, body: await example('cekura', '/user/organizations/') },
    { provider: 'nirvana', status: 200, body: await example('nirvana', '/v1/organizations') },
    {
      provider: 'cloudflare',
      status: 200,
      body: {
        success: true,
        errors: [],
        messages: [],
        result: [
          {
            id: '023e105f4ecef8ad9ca31a8372d0c353',
            name: 'Cloudflare, Inc.',
            permissions: ['#zones:read'],
            roles: ['All Privileges - Super Administrator'],
            status: 'member',
          },
        ],
        result_info: { count: 1, page: 1, per_page: 20, total_count: 2_000 },
      },
    },
    {
      provider: 'cloudflare',
      status: 404,
      body: { success: false, errors: [{ code: 7003, message: 'No route for the URI' }], messages: [], result: null },
    },
  ]
}

interface Shown {
  readonly paths: Readonly<
    Record<string, { get: { responses: { '200': { content: { 'application/json': { example: unknown } } } } } }>
  >
}

async function example(provider: string, path: string): Promise<unknown> {
  const { published } = await loadProviderSpec('specs', provider)
  const document = published.document as unknown as Shown
  return document.paths[path]?.get.responses['200'].content['application/json'].example
}
