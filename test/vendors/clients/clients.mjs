// Walks of each vendor's own client, as its manual shows them. The runner puts this file beside the installed clients.
import { Client as HubSpot } from '@hubspot/api-client'
import { Octokit } from '@octokit/rest'
import pagerDuty from '@pagerduty/pdjs'
import { WorkOS } from '@workos-inc/node'
import Asana from 'asana'
import Lithic from 'lithic'
import OpenAI from 'openai'
import Stripe from 'stripe'
import { Svix } from 'svix'

/**
 * `path` is the path of the operation in `documents/`, `identity` the member that tells items apart in what the client gives. `walk` gets
 * a key, the mock's URL for the API and the mock's root, for clients that take a host only; it gives all items. `statusOf` reads the
 * status from the error that the client throws.
 */
export const clients = {
  stripe: {
    path: '/v1/accounts',
    identity: 'id',
    walk: ({ key, root }) => {
      const { hostname, port } = new URL(root)
      const stripe = new Stripe(key, { protocol: 'http', host: hostname, port, telemetry: false })
      return stripe.accounts.list({ limit: 10 }).autoPagingToArray({ limit: 1000 })
    },
    statusOf: (error) => error.statusCode,
  },
  octokit: {
    path: '/user/orgs',
    identity: 'id',
    walk: ({ key, base }) => {
      const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
      const octokit = new Octokit({ auth: key, baseUrl: base, log: silent })
      return octokit.paginate(octokit.rest.orgs.listForAuthenticatedUser, { per_page: 20 })
    },
    statusOf: (error) => error.status,
  },
  openai: {
    path: '/organization/projects',
    identity: 'id',
    walk: ({ key, base }) => {
      const openai = new OpenAI({ adminAPIKey: key, baseURL: base })
      return collected(openai.admin.organization.projects.list({ limit: 20 }))
    },
    statusOf: (error) => error.status,
  },
  workos: {
    path: '/organizations',
    identity: 'id',
    walk: async ({ key, root }) => {
      const { hostname, port } = new URL(root)
      const workos = new WorkOS(key, { https: false, apiHostname: hostname, port: Number(port) })
      const organizations = await workos.organizations.listOrganizations()
      return organizations.autoPagination()
    },
    statusOf: (error) => error.status,
  },
  svix: {
    path: '/api/v1/app',
    identity: 'id',
    walk: async ({ key, base }) => {
      const svix = new Svix(key, { serverUrl: base })
      const applications = []
      let page = { iterator: undefined, done: false }
      while (!page.done) {
        page = await svix.application.list({ limit: 20, iterator: page.iterator })
        applications.push(...page.data)
      }
      return applications
    },
    statusOf: (error) => error.code,
  },
  asana: {
    path: '/workspaces',
    identity: 'gid',
    walk: async ({ key, base }) => {
      const client = new Asana.ApiClient()
      client.basePath = base
      client.authentications.token.accessToken = key
      const workspaces = []
      let page = await new Asana.WorkspacesApi(client).getWorkspaces({ limit: 20 })
      while (page.data !== null) {
        workspaces.push(...page.data)
        page = await page.nextPage()
      }
      return workspaces
    },
    statusOf: (error) => error.status,
  },
  lithic: {
    path: '/v1/accounts',
    identity: 'token',
    walk: ({ key, base }) => {
      const lithic = new Lithic({ apiKey: key, baseURL: base })
      return collected(lithic.accounts.list({ page_size: 20 }))
    },
    statusOf: (error) => error.status,
  },
  pagerduty: {
    path: '/teams',
    identity: 'id',
    walk: async ({ key, base }) => {
      // The client speaks HTTPS to a host that it is given, and any protocol to a URL. It throws nothing when it is refused.
      const pd = pagerDuty.api({ token: key })
      const answer = await pd.all('/teams', { url: `${base}/teams`, data: { limit: 25 } })
      if (answer.status !== 200) throw answer
      return answer.resource
    },
    statusOf: (answer) => answer.status,
  },
  hubspot: {
    path: '/crm/v3/objects/companies',
    identity: 'id',
    walk: ({ key, base }) => {
      const hubspot = new HubSpot({ accessToken: key, basePath: base, numberOfApiCallRetries: 0 })
      return hubspot.crm.companies.getAll(20)
    },
    statusOf: (error) => error.code,
  },
}

async function collected(pages) {
  const items = []
  for await (const item of pages) items.push(item)
  return items
}
