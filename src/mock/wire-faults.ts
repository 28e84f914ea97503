/** What can go wrong below a provider's own errors. The first five are the connection's, the others are a proxy's or a broken server's. */
export const wireFaultMeanings = {
  'slow-headers': 'the status line and the headers come byte by byte',
  'slow-body': 'the headers come at once and the body in small pieces',
  'connection-reset': 'the connection is reset before an answer comes',
  'connection-reset-in-body': 'the connection is reset in the middle of the body',
  'truncated-body': 'the connection is closed before the body is as long as its Content-Length',
  'malformed-json': 'the body is cut in half and sent under its own length, so that it is no JSON',
  'bad-gateway': 'a proxy answers 502 with a page of HTML',
  'empty-body': 'the status is 200 and the body is empty',
} as const

export type WireFault = keyof typeof wireFaultMeanings

export const wireFaults = Object.keys(wireFaultMeanings) as readonly WireFault[]
