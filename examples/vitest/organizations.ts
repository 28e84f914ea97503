export interface Organization {
  readonly id: string
  readonly name: string
}

/** Every organization of a Nirvana Labs account, page by page. */
export async function allOrganizations(baseUrl: string, apiKey: string): Promise<Organization[]> {
  const found: Organization[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const url = new URL(`${baseUrl}/v1/organizations`)
    url.searchParams.set('limit', '100')
    if (cursor !== '') url.searchParams.set('cursor', cursor)
    const response = await fetch(url, { headers: { Authorization: `Bearer ${apiKey}` } })
    if (!response.ok) throw new Error(`Nirvana Labs answered ${response.status}`)
    const page = (await response.json()) as { items: Organization[]; pagination: { next_cursor: string | null } }
    found.push(...page.items)
    cursor = page.pagination.next_cursor
  }
  return found
}
