import { createHmac, generateKeyPairSync } from 'node:crypto'
import { isObject } from '../../spec/index.ts'
import { wholeReply } from '../changes.ts'
import { jsonOf, jsonReply, withJson } from '../replies.ts'
import type { Forward, ProxiedReply, ProxiedRequest, Subject } from '../types.ts'
import { onCredential, type Presented, tokenOf, withGood } from './credentials.ts'
import { type Defect, onReply } from './make.ts'
import { dropHeader, type ReplyChange, setHeader, setStatus } from './reply-changes.ts'

type Form = Readonly<Record<string, string>>

/** Token endpoints that answer in the wrong way or give tokens to the wrong ones, and servers that take tokens they should not. */
export function tokenDefects(subject: Subject): readonly Defect[] {
  const isOAuth = subject.operation.security.flat().some(({ scheme }) => scheme.type === 'oauth2')
  return isOAuth ? [...replies(), ...letIn(), ...keyConfusion(subject), issuer, otherAudience(subject)] : []
}

function replies(): readonly Defect[] {
  const reply = (
    name: string,
    description: string,
    { parts, apply }: ReplyChange,
    when: (reply: ProxiedReply) => boolean = isToken,
    row = 'token-reply',
  ): Defect => ({
    name: `token-${name}`,
    description: `the token endpoint ${description}`,
    expects: [row],
    changes: parts,
    mutation: onReply(
      (came, request, forward) => request.method === 'POST' && when(came) && apply(came, request, forward),
    ),
  })
  const isRefusal = (came: ProxiedReply) => came.status === 400
  return [
    reply('type-absent', 'leaves token_type out', member('token_type')),
    reply('type-mac', 'says that its tokens are of the type mac', member('token_type', 'mac')),
    reply('type-null', 'says null for token_type', member('token_type', null)),
    reply('life-text', 'gives expires_in as text', member('expires_in', '3600')),
    reply('life-date', 'gives expires_in as a date', member('expires_in', '2030-01-01T00:00:00Z')),
    reply('cacheable', 'lets caches keep tokens', setHeader('Cache-Control', 'public, max-age=600')),
    reply('no-cache-control', 'does not say that tokens are not to be kept', dropHeader('Cache-Control')),
    reply('html', 'says that its JSON is HTML', setHeader('Content-Type', 'text/html')),
    reply('created', 'answers with status 201', setStatus(201)),
    reply('error-absent', 'refuses without an error', member('error'), isRefusal, 'token-refused'),
    reply('error-number', 'refuses with a number for an error', member('error', 17), isRefusal, 'token-refused'),
    reply('no-challenge', 'refuses with 401 and no challenge', setStatus(401), isRefusal, 'token-refused'),
  ]
}

/** Requests for tokens that get one though they are wrong; `isEnough` compares the form with the right one. */
function letIn(): readonly Defect[] {
  const lets = (name: string, words: string, isEnough: (form: Form, right: Form) => boolean): Defect => ({
    name: `token-for-${name}`,
    description: `the token endpoint gives a token for ${words}`,
    expects: ['token-refused'],
    changes: ['asked body'],
    mutation: onTokens((request, right, forward) => {
      const form = formIn(request)
      return isEnough(form, right) ? forward(withForm(request, right)) : undefined
    }),
  })
  const isSame = (name: string) => (form: Form, right: Form) => form[name] === right[name]
  const isSameBut = (name: string) => (form: Form, right: Form) =>
    form[name] !== right[name] &&
    Object.keys({ ...form, ...right }).every((one) => one === name || isSame(one)(form, right))
  const secret = (accepts: (text: string, right: string) => boolean) => (form: Form, right: Form) =>
    isSameBut('client_secret')(form, right) && accepts(form['client_secret'] ?? '', right['client_secret'] ?? '')
  return [
    lets(
      'any-secret',
      'any secret',
      secret(() => true),
    ),
    lets(
      'no-secret',
      'no secret',
      secret((text) => text === ''),
    ),
    lets(
      'half-secret',
      'the beginning of the secret',
      secret((text, right) => text.length > 7 && right.startsWith(text)),
    ),
    lets(
      'longer-secret',
      'the secret with more behind it',
      secret((text, right) => text.startsWith(right)),
    ),
    lets(
      'secret-in-any-case',
      'a secret in any letter case',
      secret((text, right) => text.toLowerCase() === right.toLowerCase()),
    ),
    lets('any-client', 'any client with the right secret', isSameBut('client_id')),
    lets(
      'anybody',
      'anybody',
      (form, right) => form['client_id'] !== right['client_id'] && form['client_secret'] !== right['client_secret'],
    ),
    lets('any-grant', 'any grant type', isSameBut('grant_type')),
  ]
}

/** A server that publishes its key, and takes what is signed with that as with a secret. */
function keyConfusion(subject: Subject): readonly Defect[] {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'published', use: 'sig' }
  const forms = [
    ['pem', publicKey.export({ type: 'spki', format: 'pem' })],
    ['trimmed-pem', publicKey.export({ type: 'spki', format: 'pem' }).toString().trim()],
    ['jwk', JSON.stringify(jwk)],
  ] as const
  return forms.map(([name, secret]) => {
    const takes = onCredential(subject, async (presented, pass) => {
      const [header, payload, signature] = tokenOf(presented.given['authorization'] ?? '').split('.')
      const right = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')
      return pass(signature === right ? withGood(presented) : presented.request)
    })
    return {
      name: `accepts-jwt-key-confusion-${name}`,
      description: `the published key (${name}) is a secret for HS256`,
      expects: ['key-confusion'],
      changes: [...wholeReply, 'asked headers', '?'],
      mutation() {
        const asked = takes()
        return async (request, forward) =>
          /\/\.well-known\/jwks(\.json)?$/.test(request.path)
            ? jsonReply(200, { keys: [jwk] })
            : asked(request, forward)
      },
    }
  })
}

const issuer: Defect = {
  name: 'token-issuer',
  description: 'the token host publishes another issuer than its tokens have',
  expects: ['issuer'],
  changes: wholeReply,
  mutation() {
    let path: string | undefined
    return async (request, forward) => {
      if (request.method === 'POST') path ??= `https://${request.host}${request.path}`
      if (path === undefined || !request.path.endsWith('/.well-known/openid-configuration')) return forward(request)
      return jsonReply(200, { issuer: 'https://login.other.example', token_endpoint: path })
    }
  },
}

/** The token says that it is for what was asked for, and the server does not look. */
function otherAudience(subject: Subject): Defect {
  return {
    name: 'accepts-jwt-audience',
    description: 'a token for another audience is given and accepted',
    expects: ['audience'],
    changes: ['asked body', '/access_token', 'asked headers', '?'],
    mutation() {
      const forged = new Set<string>()
      const gives = onTokens(async (request, right, forward) => {
        const form = formIn(request)
        if (form['audience'] === right['audience']) return undefined
        const reply = await forward(withForm(request, right))
        const body = jsonOf(reply)
        if (!isObject(body)) return undefined
        const token = withAudience(String(body['access_token']), form['audience'])
        forged.add(token)
        return withJson(reply, { ...body, access_token: token })
      })()
      const takes = onCredential(subject, async (presented: Presented, pass: Forward) =>
        pass(forged.has(tokenOf(presented.given['authorization'] ?? '')) ? withGood(presented) : presented.request),
      )()
      return (request, forward) => (request.method === 'POST' ? gives : takes)(request, forward)
    },
  }
}

function withAudience(token: string, audience: string | undefined): string {
  const [header, payload = '', signature] = token.split('.')
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')), aud: [audience] }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

/** Answers token requests that the mock refuses; the right form is the first that it does not. */
function onTokens(
  answer: (
    request: ProxiedRequest,
    right: Form,
    forward: Forward,
  ) => ProxiedReply | undefined | Promise<ProxiedReply | undefined>,
): Defect['mutation'] {
  return () => {
    let right: Form | undefined
    return async (request, forward) => {
      const reply = await forward(request)
      if (request.method !== 'POST') return reply
      if (isToken(reply)) right ??= formIn(request)
      return (right !== undefined && reply.status >= 400 && (await answer(request, right, forward))) || reply
    }
  }
}

function isToken(reply: ProxiedReply): boolean {
  const body = reply.status === 200 ? jsonOf(reply) : undefined
  return isObject(body) && body['access_token'] !== undefined
}

function formIn({ body }: ProxiedRequest): Form {
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
}

function withForm(request: ProxiedRequest, form: Form): ProxiedRequest {
  return { ...request, body: Buffer.from(new URLSearchParams(form).toString()) }
}

/** Another value for one member of the body; undefined takes it away. */
function member(name: string, value?: unknown): ReplyChange {
  return {
    parts: [`/${name}`],
    apply: (reply) => {
      const body = jsonOf(reply)
      return isObject(body) ? withJson(reply, { ...body, [name]: value }) : reply
    },
  }
}
