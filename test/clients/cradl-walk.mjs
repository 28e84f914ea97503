// Run as a child process by cradl.test.ts: NODE_EXTRA_CA_CERTS is read when a process starts.
import { Client } from '@lucidtech/las-sdk-core'
import { ClientCredentials } from '@lucidtech/las-sdk-node'

const [apiEndpoint, id, secret, authEndpoint, pageSize] = process.argv.slice(2)
const client = new Client(new ClientCredentials(apiEndpoint, id, secret, authEndpoint))
const ids = []
let nextToken
try {
  do {
    const page = await client.makeGetRequest('/organizations', {
      maxResults: Number(pageSize),
      ...(nextToken ? { nextToken } : {}),
    })
    ids.push(...page.organizations.map(({ organizationId }) => organizationId))
    nextToken = page.nextToken
  } while (nextToken)
  console.log(JSON.stringify({ ids }))
} catch (error) {
  console.log(JSON.stringify({ status: error.response?.status, data: error.response?.data, message: error.message }))
}
