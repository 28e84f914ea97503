import { describeCredentials, describeErrors, findProviders, loadContract, loadSpec } from '../../src/compose/index.ts'
import { createProviders } from '../../src/compose/providers.ts'
import { ownRules } from '../../src/contract/own-rules.ts'
import type { Basis, KnownDrift, OperationSpec } from '../../src/spec/index.ts'
import { code, sentence, table } from './markdown.ts'

// One page for each provider, made from its document, its errata, its known changes, its mock's errors and its contract.

type Contract = ReturnType<Awaited<ReturnType<typeof loadContract>>>
type Refusal = Contract['refusals']['missing']

interface Claim {
  readonly claim: string
  readonly basis: Basis
}

const origin = 'http://localhost:8080'
// What can be wrong with a credential; `forbidden` lacks the right.
const credentialRefusals = ['missing', 'malformed', 'unknown', 'expired', 'forbidden'] as const

/** The pages by the ids of their providers. */
export async function providerPages(): Promise<ReadonlyMap<string, string>> {
  const [files, credentials, errors, providers] = await Promise.all([
    findProviders(),
    describeCredentials(origin),
    describeErrors(),
    createProviders(),
  ])
  const pages = files.map(async (file): Promise<[string, string]> => {
    const { id } = file
    const [spec, factory] = await Promise.all([loadSpec(file), loadContract(file)])
    const entry = credentials.find(({ provider }) => provider === id)
    const provider = providers.find((one) => one.id === id)
    if (entry === undefined || provider === undefined) throw new Error(`nothing serves ${id}`)
    const contract = factory(spec.repaired)
    const environment = provider.client.env(provider.urls(origin))
    const [ordinary] = entry.accounts
    const { published, errata, knownDrifts } = spec
    const claims = claimsOf(contract)
    const { requests, windowSeconds } = provider.control.ownRateLimit
    const page = [
      `# ${published.title}\n`,
      '<!-- Made by `npm run docs` from specs/, mocks/ and contracts/. A test fails when it is out of date: change those files instead. -->\n',
      table(
        ['', ''],
        [
          ['Id', code(id)],
          ['Endpoint', code(`GET https://${published.hosts[0]}${published.basePath}${published.path}`)],
          ['Base URL in orgmock', code(entry.baseUrl)],
          ...(entry.tokenUrl === undefined ? [] : [['Token URL in orgmock', code(entry.tokenUrl)]]),
          ['Document', `[specs/${id}.openapi.yaml](../../specs/${id}.openapi.yaml)`],
          [
            'Mock and contract',
            `[mocks/${id}.ts](../../mocks/${id}.ts), [contracts/${id}.ts](../../contracts/${id}.ts)`,
          ],
        ],
      ),
      'With `npx orgmock serve` running, this asks for the first organizations:\n',
      `\`\`\`sh\n${entry.curl}\n\`\`\`\n`,
      '## Authentication\n',
      `${securityText(published)}\n`,
      table(
        ['Part', 'Variable for `check`', 'Value of the ordinary account'],
        Object.entries(contract.authorizer.variables).map(([part, variable]) => [
          code(part),
          code(variable),
          code(ordinary?.credentials[part] ?? ''),
        ]),
      ),
      `\`npx orgmock env ${id}\` sets ${list(Object.keys(environment))}.`,
      ...(provider.client.unset === undefined || provider.client.unset.length === 0
        ? []
        : [`It unsets ${list(provider.client.unset)}, because the vendor's clients would send them as well.`]),
      '`npx orgmock credentials` lists the accounts of every [scenario](../scenarios-and-faults.md).\n',
      'What a refused credential gets:\n',
      refusalTable(credentialRefusals.map((name) => [`${name} credential`, contract.refusals[name]])),
      '## Pages\n',
      claimTable(pagingClaims(contract)),
      '## Errors\n',
      `\`Prefer: error=${id}.NAME\` asks for one of them. \`npx orgmock explain ${id}.NAME\` shows headers and body.\n`,
      table(
        ['Name', 'Status', 'Meaning', 'What a client should do', 'Basis'],
        errors
          .filter((error) => error.provider === id)
          .map(({ id: name, status, meaning, advice, basis, source }) => [
            code(name.slice(id.length + 1)),
            String(status),
            sentence(meaning),
            sentence(advice),
            `${basis}: ${source}`,
          ]),
      ),
      '## Rate limit\n',
      `orgmock counts requests only when you ask for it (\`rateLimit: true\`). The limit is then ${requests.toLocaleString('en')} requests in ${windowSeconds} s.\n`,
      '## Known defects of the document\n',
      'The *published* reading keeps these defects. The *repaired* reading, which `check` uses, applies the repairs of ' +
        `[specs/${id}.overlay.yaml](../../specs/${id}.overlay.yaml).\n`,
      table(
        ['Erratum', 'Defect', 'Basis'],
        errata.map(({ id: erratum, reason, basis, source }) => [
          code(erratum),
          sentence(reason),
          `${basis}: ${source}`,
        ]),
      ),
      '## How the real API has changed since\n',
      'The document does not have these changes. `check` reports them as drift, not as violations.\n',
      table(
        ['Place', 'Change', 'When', 'Source'],
        knownDrifts.map((drift) => [code(drift.at), changeText(drift), whenText(drift), drift.source]),
      ),
      '## Claims and their basis\n',
      `The contract makes ${claims.length} claims beside the schemas of the document: ${countText(claims)}.`,
      'A breach of a documented claim breaks the contract. On a server that is not part of orgmock, a breach of any other claim is a note.\n',
      ...(contract.envelope.length === 0
        ? []
        : [
            'Rules of the envelope:\n',
            table(
              ['Rule', 'Promise', 'Basis'],
              contract.envelope.map(({ id: rule, promised, basis }) => [
                code(`envelope/${rule}`),
                sentence(promised),
                basis,
              ]),
            ),
          ]),
      'What other requests get:\n',
      refusalTable(otherRefusals(contract)),
      claimTable(httpClaims(contract)),
    ]
    return [id, page.join('\n')]
  })
  return new Map(await Promise.all(pages))
}

function securityText({ security, basePath }: OperationSpec): string {
  const ways = security.map((requirement) => {
    const parts = requirement.map(({ scheme, scopes }) => {
      if (scheme.type === 'apiKey')
        return scheme.in === 'header' ? `the header \`${scheme.name}\`` : `\`${scheme.name}\` in the ${scheme.in}`
      if (scheme.type === 'http') return `\`Authorization: ${scheme.scheme.replace(/^b/, 'B')} …\``
      return `a bearer token from \`POST ${scheme.tokenUrl}\` (OAuth 2.0 client credentials, scope \`${scopes.join(' ')}\`)`
    })
    return parts.join(' and ')
  })
  if (ways.length === 0) throw new Error(`${basePath} has no security`)
  return `The document asks for ${ways.join(', or for ')}.`
}

function pagingClaims({ pager, query, list: { items, id } }: Contract): readonly Claim[] {
  const { size, numbered, cursor, total, basis } = pager
  const claims: Claim[] = [
    {
      claim: `the list is ${items === '' ? 'the whole body' : `at ${code(items)}`}; ${code(id)} identifies an organization`,
      basis: 'documented',
    },
  ]
  if (size === undefined) claims.push({ claim: 'one answer has every organization; there are no pages', basis })
  else {
    const { parameter, minimum, maximum, fallback } = size
    claims.push({
      claim: `${code(parameter)} is the page size, ${minimum} to ${maximum}, ${fallback} by default`,
      basis: size.basis,
    })
  }
  if (numbered !== undefined) {
    claims.push({ claim: `${code(numbered.parameter)} is the number of the page, from 1`, basis })
    claims.push({ claim: 'a page after the last one is an empty list', basis: numbered.basis })
  }
  if (cursor !== undefined) {
    claims.push({
      claim: `${code(cursor.next)} of a page goes into ${code(cursor.parameter)} of the next request`,
      basis,
    })
    if (cursor.previous !== undefined)
      claims.push({ claim: `${code(cursor.previous)} goes into the same parameter and leads back`, basis })
    claims.push({ claim: 'the last page has no next cursor', basis: cursor.basis })
  }
  if (total !== undefined) claims.push({ claim: `${code(total)} is the number of organizations`, basis })
  if (query === undefined) return claims
  for (const { parameter, property, basis } of query.filters)
    claims.push({ claim: `${code(parameter)} filters by ${code(property)}`, basis })
  if (query.totalIgnoresFilters !== undefined)
    claims.push({ claim: 'the total ignores filters', basis: query.totalIgnoresFilters.basis })
  if (query.match !== undefined) {
    const { parameter, any, all, basis } = query.match
    claims.push({
      claim: `${code(`${parameter}=${all}`)} wants every filter to match, ${code(`${parameter}=${any}`)} at least one`,
      basis,
    })
  }
  if (query.order !== undefined) {
    const { parameter, direction, columns, basis } = query.order
    claims.push({
      claim: `${code(parameter)} orders by ${list(columns)}, ${code(direction ?? ':desc')} turns it round`,
      basis,
    })
  }
  return claims
}

/** Requests that are refused for another reason than their credential. */
function otherRefusals({
  refusals,
  http,
}: Contract): readonly (readonly [what: string, refusal: Refusal | undefined])[] {
  return [
    ['an unknown path', refusals.notFound],
    ['a wrong method', refusals.methodNotAllowed],
    ['a parameter with a wrong value', refusals.invalidParameter],
    ['a cursor that was never given out', refusals.invalidCursor],
    ['HEAD', http.head === 'as-get' ? undefined : http.head],
    ['the path with its final slash added or removed', 'status' in http.otherSlash ? http.otherSlash : undefined],
    ...http.probes.map(({ plan: { purpose, expect } }): [string, Refusal | undefined] => [
      purpose,
      typeof expect === 'object' ? expect : undefined,
    ]),
  ]
}

function httpClaims({ http: { head, otherSlash }, gone }: Contract): readonly Claim[] {
  const claims: Claim[] = []
  if (head === 'as-get') claims.push({ claim: 'HEAD is GET without a body', basis: ownRules.headAsGet.basis })
  if (!('status' in otherSlash)) {
    const what = 'redirect' in otherSlash ? `redirected with ${otherSlash.redirect}` : 'served as well'
    claims.push({ claim: `the path with its final slash added or removed is ${what}`, basis: otherSlash.basis })
  }
  if (gone !== undefined) {
    const { status, reason, basis } = gone
    claims.push({ claim: `${status.join(' or ')} can mean that the operation is gone: ${reason}`, basis })
  }
  return claims
}

/** Everything that the contract promises beside the schemas of the document. */
function claimsOf(contract: Contract): readonly { readonly basis: Basis }[] {
  const { refusals } = contract
  const refused = [
    ...credentialRefusals.map((name) => refusals[name]),
    ...otherRefusals(contract).map(([, refusal]) => refusal),
  ]
  return [
    ...pagingClaims(contract),
    ...contract.envelope,
    ...refused.flatMap((refusal) => (refusal === undefined ? [] : [refusal, ...(refusal.also ?? [])])),
    ...httpClaims(contract),
  ]
}

function refusalTable(rows: readonly (readonly [what: string, refusal: Refusal | undefined])[]): string {
  return table(
    ['Request', 'Status', 'Basis', 'Also promised'],
    rows.flatMap(([what, refusal]) =>
      refusal === undefined
        ? []
        : [[sentence(what).slice(0, -1), refusal.status.join(' or '), refusal.basis, alsoOf(refusal)]],
    ),
  )
}

function claimTable(claims: readonly Claim[]): string {
  return claims.length === 0
    ? ''
    : table(
        ['Rule', 'Basis'],
        claims.map(({ claim, basis }) => [sentence(claim), basis]),
      )
}

/** A regular expression is code. */
function promised(text: string): string {
  return text.replace(/(?<=matching )(\/.*\/\w*)$/, '`$1`')
}

function alsoOf({ also = [] }: Partial<Refusal> = {}): string {
  return also.map((clause) => `${promised(clause.promised)} (${clause.basis})`).join('; ')
}

function changeText({ change, values, of }: KnownDrift): string {
  const where = of === undefined ? '' : ', in refusals'
  switch (change) {
    case 'gone':
      return `no longer comes${where}`
    case 'added':
      return `comes and is not declared${where}`
    case 'values':
      return `has further values: ${list((values ?? []).map(String))}${where}`
    case 'filtered':
      return `counts only what the filters leave${where}`
  }
}

function whenText({ since, seen }: KnownDrift): string {
  return since === undefined ? `last seen ${seen}` : `since ${since}`
}

function countText(claims: readonly { readonly basis: Basis }[]): string {
  const count = (basis: Basis) => claims.filter((claim) => claim.basis === basis).length
  return (['documented', 'observed', 'assumed'] as const).map((basis) => `${count(basis)} ${basis}`).join(', ')
}

function list(names: readonly string[]): string {
  return names.map(code).join(', ')
}
