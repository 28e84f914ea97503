import { type Asked, headerList, hexWord, tokenHeaders as tokenHeadersWith, uuid } from '../../src/mock/index.ts'

// The names are documented, on every reply; assumed: the values, API Gateway's defaults.
export const corsHeaders = headerList({
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token',
})
export const fixedHeaders = ['Content-Type', 'application/json', ...corsHeaders]
/** Of every reply of the token endpoint; assumed: the document promises the CORS headers for the API only. */
export const tokenHeaders = tokenHeadersWith(corsHeaders)

/** Assumed: the headers and shapes that API Gateway adds to what a Lambda function answers. */
export function headers({ requestId, now }: Asked): readonly string[] {
  const trace = `Root=1-${hexWord(Math.floor(now / 1000))}-${requestId.slice(8)}`
  return [
    'x-amzn-RequestId',
    uuid(requestId),
    'x-amz-apigw-id',
    Buffer.from(requestId.slice(0, 22), 'hex').toString('base64'),
    'X-Amzn-Trace-Id',
    trace,
    ...fixedHeaders,
  ]
}
