import { STATUS_CODES } from 'node:http'
import type { JournalEntry } from '../journal-entry.ts'
import { keptBodyBytes, type RawEntry } from '../raw-entry.ts'
import type { ListForm } from './operation.ts'

// HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/). A size or time of -1 is one that is not known.

/** The archive around its entries. `version`: of this program. */
export function harForm(version: string): ListForm {
  const creator = JSON.stringify({ name: 'orgmock', version })
  const before = `{"log":{"version":"1.2","creator":${creator},"entries":[`
  return { type: 'application/json', before, between: ',\n', after: ']}}\n' }
}

/**
 * A request of the journal as an entry of an archive, masked as it is there. Its URL is the one under which this server, reached at
 * `origin`, serves the same. What an archive has no field for is in `_orgmock`.
 */
export function harEntry(raw: RawEntry, shown: JournalEntry, origin: string) {
  const { request, answer, seq, provider, tenant, fault, error, wire, listed, note, decided } = shown
  const wait = shown.elapsedMs + (shown.delayMs ?? 0)
  return {
    startedDateTime: shown.time,
    time: wait,
    request: {
      method: request.method,
      url: urlOf(`${origin}/${request.host}${request.path}`, request.query),
      // The journal does not keep the version of the rare HTTP/1.0 client.
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: request.headers,
      queryString: parametersOf(request.query),
      ...(request.body
        ? { postData: { mimeType: headerOf(request.headers, 'content-type'), text: request.body } }
        : {}),
      headersSize: -1,
      bodySize: raw.request.body?.length ?? -1,
    },
    response: {
      status: answer.status,
      statusText: STATUS_CODES[answer.status] ?? '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: answer.headers,
      content: {
        size: answer.bodyBytes,
        mimeType: headerOf(answer.headers, 'content-type'),
        text: answer.body,
        ...(answer.bodyBytes > keptBodyBytes ? { comment: 'only the beginning was kept' } : {}),
      },
      redirectURL: headerOf(answer.headers, 'location'),
      headersSize: -1,
      bodySize: answer.bodyBytes,
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait, receive: 0, ssl: -1 },
    _orgmock: { seq, provider, tenant, fault, error, wire, listed, note, decided },
  }
}

function headerOf(headers: JournalEntry['request']['headers'], name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''
}

function parametersOf(query: string): { readonly name: string; readonly value: string }[] {
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
}

/** Masks, and what clients send unencoded, are no part of a URL as they are (RFC 3986, 2). */
function urlOf(target: string, query: string): string {
  const whole = query === '' ? target : `${target}?${query}`
  return whole.replace(/%(?![\da-f]{2})|[^\w.~!$&'()*+,;=:@/?%-]/gi, (one) => encodeURIComponent(one))
}
