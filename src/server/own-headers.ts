/** Headers that HTTP itself defines, or browsers send, and that carry no secret when they are used as they should be. */
const ofHttp = new Set(
  `accept accept-charset accept-encoding accept-language access-control-request-headers access-control-request-method
  cache-control connection content-encoding content-language content-length content-type date dnt expect forwarded host if-match
  if-modified-since if-none-match if-range if-unmodified-since keep-alive max-forwards pragma prefer range sec-fetch-dest
  sec-fetch-mode sec-fetch-site sec-fetch-user te trailer transfer-encoding upgrade upgrade-insecure-requests user-agent
  via`.split(/\s+/),
)

/** Headers that tie requests together. */
const ofTracing = new Set(
  `b3 cf-ray request-id traceparent tracestate x-amzn-requestid x-amzn-trace-id x-b3-parentspanid x-b3-sampled x-b3-spanid x-b3-traceid
  x-cloud-trace-context x-correlation-id x-request-id`.split(/\s+/),
)

const short = /^[\w.\-/*+=:"]{1,16}$/
const mediaType = /^(?:application|image|multipart|text)\/(?:[\w.+-]{1,16}|x-www-form-urlencoded)$/
/** `python-requests/2.32.3` */
const product = /^[A-Za-z][\w.-]{0,15}\/\d[\d.]{0,11}$/
/** `error=cloudflare.9103` */
const assignment = /^[A-Za-z][\w-]{0,15}="?[\w.-]{1,16}"?$/
/** A UUID, 128 bits in hexadecimal, and how traceparent and X-Amzn-Trace-Id put them together. */
const identifier =
  /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}|(?:root|self)=1-[\da-f]{8}-[\da-f]{24})$/i

/** What is between two words of a header: white space, commas, semicolons, brackets. */
export const betweenWords = /([\s,;()]+)/

/**
 * A test for the single words of a header that may be shown; undefined where none may. A header is trusted word by word: nothing keeps a
 * client from putting a secret into one that HTTP defines.
 */
export function wordTest(header: string, hosts: ReadonlySet<string>): ((word: string) => boolean) | undefined {
  const isTracing = ofTracing.has(header)
  if (!isTracing && !ofHttp.has(header)) return undefined
  return (word) =>
    short.test(word) ||
    product.test(word) ||
    assignment.test(word) ||
    mediaType.test(word) ||
    hosts.has(word.toLowerCase().replace(/:\d{1,5}$/, '')) ||
    (isTracing && identifier.test(word))
}
