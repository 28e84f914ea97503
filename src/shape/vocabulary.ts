/** The words that a shape may take from a header: what HTTP says, and what servers say of themselves. */
const headerWords = new Set(
  [
    'application json problem xml octet-stream javascript x-www-form-urlencoded text html plain csv charset utf-8 iso-8859-1 us-ascii boundary',
    'get head options post put patch delete trace',
    'no-cache no-store no-transform must-revalidate proxy-revalidate private public immutable post-check pre-check max-age s-maxage stale-while-revalidate stale-if-error',
    'accept accept-encoding accept-language authorization cookie origin content-type content-length',
    'gzip br deflate zstd identity bytes none close keep-alive chunked upgrade',
    'bearer basic digest api-key realm error error_description scope invalid_token invalid_request insufficient_scope',
    'deny sameorigin nosniff block mode same-origin cross-origin same-site require-corp unsafe-none strict-origin-when-cross-origin no-referrer strict-origin',
    'includesubdomains preload default-src self frame-ancestors true false rel next prev previous first last success dynamic hit miss bypass expired',
    'httponly secure samesite lax strict path expires max-age domain nginx apache envoy gunicorn uvicorn express awselb cloudfront h2 h3 ma limit remaining reset policy',
  ].flatMap((line) => line.split(' ')),
)

/** Media types that are told; another one is `another media type`. */
const mediaTypes = [
  'application/json',
  'application/problem+json',
  'application/xml',
  'application/octet-stream',
  'text/html',
  'text/plain',
  'text/xml',
  'text/csv',
]

/** Names of headers that anybody may send. */
const headerNames = new Set(
  [
    'accept-ranges access-control-allow-credentials access-control-allow-headers access-control-allow-methods access-control-allow-origin',
    'access-control-expose-headers access-control-max-age age allow alt-svc cache-control content-disposition content-encoding content-language',
    'content-location content-range content-security-policy content-type cross-origin-embedder-policy cross-origin-opener-policy',
    'cross-origin-resource-policy deprecation etag expires last-modified link location nel origin-agent-cluster permissions-policy pragma ratelimit',
    'ratelimit-limit ratelimit-policy ratelimit-remaining ratelimit-reset referrer-policy report-to retry-after server server-timing set-cookie',
    'strict-transport-security sunset vary via warning www-authenticate x-content-type-options x-correlation-id x-dns-prefetch-control',
    'x-frame-options x-powered-by x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset x-request-id x-runtime x-should-retry',
    'x-xss-protection cf-ray cf-cache-status x-amzn-requestid x-amz-apigw-id x-amzn-trace-id x-amzn-errortype x-amzn-remapped-date x-amz-cf-id',
    'x-amz-cf-pop x-cache auditlogid api-version x-api-version',
  ].flatMap((line) => line.split(' ')),
)

/** Headers that say nothing of a provider: those of one connection, of one moment or of one body. */
const passing = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade date content-length'.split(
    ' ',
  ),
)

/** Prefixes of ids that are no names of anybody. */
export const idPrefixes =
  'org acct account cus cust user usr team tenant proj project ws workspace sub plan price inv key api tok token sess req evt whsec sk pk las'.split(
    ' ',
  )

export function isHeaderWord(word: string): boolean {
  return headerWords.has(word)
}

export function isHeaderName(name: string): boolean {
  return headerNames.has(name)
}

export function isPassing(name: string): boolean {
  return passing.has(name)
}

export function isMediaType(type: string): boolean {
  return mediaTypes.includes(type)
}

/**
 * Whether a name that no document declares can be one that a developer chose: it looks like a name and not like a token. It is told only where
 * most of the objects have it, since a name that few have is a value.
 */
export function looksLikeName(name: string): boolean {
  return /^[A-Za-z_]\w{0,40}$/.test(name) && name.replace(/\D/g, '').length <= 3
}

/** The same for the name of a header, in lower case. */
export function looksLikeHeader(name: string): boolean {
  return /^[a-z][a-z-]{0,40}$/.test(name)
}

/** Every word that is told although no document has it. */
export const vocabulary: readonly string[] = [
  ...headerWords,
  ...mediaTypes,
  ...headerNames,
  ...idPrefixes.map((prefix) => `${prefix}_`),
  'no media type another media type another method many forms traffic requests',
  'date-time http date no offset minutes apart uuid email url whole number decimal hex text empty',
  'null boolean integer number string list object nothing no JSON',
  'fewer more as asked 10 to 99 100 to 999 1000 or more',
]
