import type { ProviderUrls, Sample } from '../../src/mock/index.ts'

/** Cradl's clients on npm ask for tokens over HTTPS alone: both programs do it by hand, which works on HTTP too. */
export function samples({ clientId, clientSecret }: { clientId: string; clientSecret: string }, audience: string) {
  return ({ operationUrl, tokenUrl = '' }: ProviderUrls): readonly Sample[] => [
    {
      language: 'TypeScript',
      client: "fetch: Cradl's clients for npm get their tokens over HTTPS only.",
      code: `const form = new URLSearchParams({
  grant_type: 'client_credentials',
  audience: '${audience}',
  client_id: '${clientId}',
  client_secret: '${clientSecret}',
})
const { access_token } = await (await fetch('${tokenUrl}', { method: 'POST', body: form })).json()
for (let nextToken = ''; nextToken !== null; ) {
  const query = new URLSearchParams({ maxResults: '20', ...(nextToken && { nextToken }) })
  const response = await fetch(\`${operationUrl}?\${query}\`, { headers: { Authorization: \`Bearer \${access_token}\` } })
  const page = await response.json()
  for (const organization of page.organizations) console.log(organization.name)
  nextToken = page.nextToken
}
`,
    },
    {
      language: 'Python',
      client: 'The standard library.',
      code: `import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

form = urlencode({
    "grant_type": "client_credentials",
    "audience": "${audience}",
    "client_id": "${clientId}",
    "client_secret": "${clientSecret}",
}).encode()
with urlopen("${tokenUrl}", form) as response:
    token = json.load(response)["access_token"]
next_token = ""
while next_token is not None:
    query = urlencode({"maxResults": 20, **({"nextToken": next_token} if next_token else {})})
    request = Request("${operationUrl}?" + query, headers={"Authorization": "Bearer " + token})
    with urlopen(request) as response:
        page = json.load(response)
    for organization in page["organizations"]:
        print(organization["name"])
    next_token = page["nextToken"]
`,
    },
  ]
}
