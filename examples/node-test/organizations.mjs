/** A client of Cradl that fetches its own token. */
export async function cradl({ baseUrl, tokenUrl, clientId, clientSecret }) {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      audience: 'https://api.cradl.ai/v1',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  })
  const { access_token: token, error } = await answer.json()
  if (!answer.ok) throw new Error(`no token from Cradl: ${error}`)

  return {
    async organizations() {
      const found = []
      for (let nextToken = ''; nextToken !== null; ) {
        const query = new URLSearchParams({ maxResults: '100', ...(nextToken && { nextToken }) })
        const response = await fetch(`${baseUrl}/organizations?${query}`, {
          headers: { Authorization: `Bearer ${token}` },
        })
        const page = await response.json()
        found.push(...page.organizations)
        nextToken = page.nextToken
      }
      return found
    },
  }
}
