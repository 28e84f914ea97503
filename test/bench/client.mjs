import http from 'node:http'

/**
 * A plain HTTP client for everything that is not timed under load.
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string, agent?: http.Agent }} options
 * @returns {Promise<{ status: number, rawHeaders: string[], body: Buffer }>}
 */
export function ask(url, { method = 'GET', headers = {}, body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode, rawHeaders: response.rawHeaders, body: Buffer.concat(chunks) }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** As `ask`, and an answer other than 200 is an error that says what came instead. */
export async function askSuccessfully(url, options) {
  const answer = await ask(url, options)
  if (answer.status !== 200) {
    throw new Error(
      `${options?.method ?? 'GET'} ${url} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
    )
  }
  return answer
}
