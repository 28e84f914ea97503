import { credentialOf, holdsSecret, nameSays } from '../credentials.ts'
import type { Behaviour, GradeDefinition } from '../grade-definition.ts'
import { decoded, type Sent, shownBy } from '../sent.ts'
import { filterNames } from '../walks/index.ts'

/** The form of a token request is the one other place for a credential; its query is not (RFC 6749, 2.3.1). */
export const credentialsInHeaders: GradeDefinition = {
  id: 'credentials-in-headers',
  title: 'sends credentials in headers only',
  appliesTo: () => true,
  why: 'what stands in a URL is kept in the logs of every proxy and server on the way',
  basis: 'observed',
  isOfEachRequest: true,
  judge(behaviour) {
    const { sent, provider } = behaviour
    const known = new Set([...provider.parameters, ...filterNames(provider)])
    const evidence = sent.flatMap((one) => {
      const place = placeOf(one, known, behaviour)
      return place === undefined ? [] : [shownBy([one], `carried a credential in ${place}`)]
    })
    return { isSeen: sent.some(({ observation }) => credentialOf(observation) !== '[]'), evidence }
  },
}

/** The place of a credential that should not be there; the credential is not named. */
function placeOf(one: Sent, known: ReadonlySet<string>, { provider, secrets }: Behaviour): string | undefined {
  const { request } = one.observation
  const { paging, path, token } = provider.listGuide
  for (const [name, value] of one.query) {
    // What leads from page to page is the provider's own.
    if (value === '' || name === paging?.cursor || name === paging?.page || name === paging?.size) continue
    // The provider wants it there.
    if (provider.secretParameters?.includes(name)) continue
    const says = known.has(name) ? 'nothing' : nameSays(name)
    const isOnlyOne = says === 'likely' && credentialOf(one.observation) === '[]'
    if (says === 'secret' || isOnlyOne) return isPlain(name) ? `the query, as ${name}` : 'the query'
    if (holdsSecret(value, secrets)) return 'the query'
  }
  const isUsual = request.path === path || request.path === token?.path
  if (!isUsual && holdsSecret(decoded(request.path), secrets)) return 'the path'
  const { body } = request
  if (one.kind === 'token' || body === undefined || body.length === 0) return undefined
  return holdsSecret(new TextDecoder().decode(body), secrets) ? 'the body' : undefined
}

/** A name is the client's text: what could steer a terminal or be a secret itself is not repeated. */
function isPlain(name: string): boolean {
  return /^[\w.-]{1,30}$/.test(name)
}
