import { pagesOf } from '../pages.ts'
import { headerOf, withBody, withHeader } from '../replies.ts'
import type { ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { tokenOf } from './credentials.ts'
import type { Defect } from './make.ts'

/** The ways in which a server may write what it should keep for itself. */
const forms: readonly (readonly [name: string, words: string, write: (secret: string) => string])[] = [
  ['plain', 'as it is', (secret) => secret],
  ['in-text', 'in a sentence', (secret) => `made with ${secret}, in March`],
  ['capitals', 'in capitals', (secret) => secret.toUpperCase()],
  ['escaped', 'in escapes of JSON', escaped((code) => `\\u${code.toString(16).padStart(4, '0')}`)],
  ['percent', 'in escapes of URLs', escaped((code) => `%${code.toString(16).padStart(2, '0')}`)],
  ['html', 'in escapes of HTML', escaped((code) => `&#${code};`)],
  ['hex', 'in hex', (secret) => Buffer.from(secret).toString('hex')],
  ['base64', 'in Base64', (secret) => Buffer.from(secret).toString('base64')],
  ['basic', 'in the pair of a Basic credential', (secret) => Buffer.from(`user:${secret}`).toString('base64')],
]

/** Pages with a secret of whoever asks: the client's secret where tokens are asked for, the credential's otherwise, and the token. */
export function leaks(subject: Subject): readonly Defect[] {
  const pages = pagesOf(subject)
  function leak(
    name: string,
    description: string,
    change: Pick<Defect, 'changes'> & { readonly put: (reply: ProxiedReply, secret: string) => ProxiedReply },
    isOfRequest = false,
  ): Defect {
    return {
      name: `secret-${name}`,
      description,
      expects: ['secret'],
      changes: change.changes,
      mutation() {
        let secret: string | undefined
        return async (request, forward) => {
          const reply = await forward(request)
          if (request.method === 'POST') {
            secret ??= new URLSearchParams(request.body.toString('utf8')).get('client_secret') ?? undefined
          }
          const rows = pages.rows(request, reply)?.length ?? 0
          const leaked = isOfRequest || secret === undefined ? secretIn(subject, request) : secret
          return rows === 0 || leaked === '' ? reply : change.put(reply, leaked)
        }
      },
    }
  }
  const inBody = (write: (secret: string) => string) => ({
    changes: ['body'] as const,
    put: (reply: ProxiedReply, secret: string) =>
      // Behind the first brace is a place for a member, whatever the page is like.
      withBody(
        reply,
        reply.body.toString('utf8').replace('{', () => `{"made_with":"${write(secret)}",`),
      ),
  })
  const inHeader = {
    changes: ['header x-made-with'] as const,
    put: (reply: ProxiedReply, secret: string) => withHeader(reply, 'X-Made-With', secret),
  }
  return [
    ...forms.map(([name, words, write]) => leak(name, `a page holds the secret of who asks ${words}`, inBody(write))),
    leak('header', 'a header holds the secret of who asks', inHeader),
    leak(
      'of-request',
      'a page holds what the request carried',
      inBody((secret) => secret),
      true,
    ),
  ]
}

function secretIn({ credentialHeaders }: Subject, request: ProxiedRequest): string {
  return tokenOf(headerOf(request, Object.keys(credentialHeaders).at(-1) ?? '') ?? '')
}

function escaped(write: (code: number) => string): (secret: string) => string {
  return (secret) => [...secret].map((character) => write(character.charCodeAt(0))).join('')
}
