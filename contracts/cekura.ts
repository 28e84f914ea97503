import {
  defineContract,
  hasHeader,
  hasText,
  headerCredentials,
  type Refusal,
  wholeList,
} from '../src/contract/index.ts'

/** What Cekura promised of GET /user/organizations/. The document shows no error: their bodies are Django REST framework's, as observed. */
export default defineContract(() => ({
  authorizer: headerCredentials({ 'X-CEKURA-API-KEY': 'apiKey' }, { apiKey: 'CEKURA_API_KEY' }),
  list: { items: '', id: 'id' },
  refusals: {
    missing: unauthorized(),
    malformed: unauthorized(),
    unknown: unauthorized(),
    forbidden: detail(403),
    // An HTML page, not JSON.
    notFound: { status: [404], basis: 'observed', also: [hasHeader('Content-Type', 'observed', /^text\/html/)] },
    methodNotAllowed: detail(405),
  },
  envelope: [],
  pager: wholeList(),
  http: {
    head: 'as-get',
    wrongMethod: { method: 'DELETE', refusal: detail(405) },
    otherSlash: { redirect: 301, basis: 'assumed' },
    probes: [
      {
        id: 'not-acceptable',
        plan: { purpose: 'a media type that is not served', headers: { Accept: 'text/csv' }, expect: detail(406) },
      },
      {
        id: 'authentication-before-method',
        plan: {
          purpose: 'a wrong method without a credential',
          method: 'DELETE',
          authorization: 'none',
          expect: unauthorized(),
        },
      },
    ],
  },
}))

function detail(status: number): Refusal {
  return { status: [status], basis: 'observed', also: [hasText('/detail', 'observed')] }
}

/** Django REST framework says 401 only where it has a challenge to send with it, and 403 otherwise. */
function unauthorized(): Refusal {
  return { ...detail(401), also: [hasText('/detail', 'observed'), hasHeader('WWW-Authenticate', 'documented')] }
}
