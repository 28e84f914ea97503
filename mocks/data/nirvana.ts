import { declares, enumValues, type FakeSource, hexWord, type ProviderContext, uuid } from '../../src/mock/index.ts'
import { type BilledOrganization, billed, billings } from './nirvana-billing.ts'
import { createdAtOf, time, updatedAtOf } from './nirvana-times.ts'

/** As the documents' edition has it. */
export interface Organization {
  readonly id: string
  readonly billing_email: string | null
  readonly created_at: string
  readonly domains: readonly Domain[]
  readonly metronome_customer_id: string | null
  readonly name: string
  readonly personal: boolean
  readonly services: Services
  readonly stripe_customer_id: string | null
  readonly type: 'personal' | 'company'
  readonly updated_at: string
  readonly auth_id?: string
}

interface Domain {
  readonly id: string
  readonly domain: string
  readonly verified: boolean
}

interface Services {
  readonly cloud: boolean
  readonly jit_provisioning: boolean
  readonly scim: boolean
  readonly siem: boolean
  readonly sso: boolean
}

// Assumed throughout: how the fields of one organization hang together. The document says of each only what it means.

/** How far a company has come in proving its domains and connecting its directory; each step needs the one before it. */
interface IdentitySetup {
  readonly domains: readonly DomainForm[]
  readonly jit: boolean
  readonly sso: boolean
  readonly scim: boolean
}

interface DomainForm {
  /** Before the company's own domain. */
  readonly prefix: string
  readonly idWords: UuidWords
  readonly verified: boolean
}

const main = { prefix: '', idWords: uuidWords('domain 1') }
const europe = { prefix: 'eu.', idWords: uuidWords('domain 2') }
const labs = { prefix: 'labs.', idWords: uuidWords('domain 3') }

// Who a domain's people are can be asked once the domain is verified: provisioning and sign-on need one, SCIM needs sign-on.
const setups: readonly IdentitySetup[] = [
  { jit: false, sso: false, scim: false, domains: [] },
  { jit: false, sso: false, scim: false, domains: [unverified(main)] },
  { jit: true, sso: false, scim: false, domains: [verified(main)] },
  { jit: false, sso: true, scim: false, domains: [verified(main)] },
  { jit: true, sso: true, scim: false, domains: [verified(main), unverified(europe)] },
  { jit: false, sso: true, scim: true, domains: [verified(main), verified(europe)] },
  { jit: true, sso: true, scim: true, domains: [verified(main), verified(europe), unverified(labs)] },
]
const noSetup: IdentitySetup = { jit: false, sso: false, scim: false, domains: [] }

function verified(form: Omit<DomainForm, 'verified'>): DomainForm {
  return { ...form, verified: true }
}

function unverified(form: Omit<DomainForm, 'verified'>): DomainForm {
  return { ...form, verified: false }
}

// A customer is known to Stripe once it can pay, and to Metronome once it has used something. The periods of the rotations, 2, 3, 4, 5,
// 7 and 11, leave every combination that matters within 127 organizations.
const accounts = [
  { stripe: true, metronome: true },
  { stripe: true, metronome: true },
  { stripe: true, metronome: false },
  { stripe: true, metronome: true },
  { stripe: false, metronome: false },
] as const

const idWords = uuidWords('id')
const metronomeWords = uuidWords('metronome')

/** What the list is filtered and ordered by. */
export const columns = {
  name: (source: FakeSource) => identity(source).name,
  type: typeOf,
  created_at: (source: FakeSource) => time(createdAtOf(source)),
  updated_at: (source: FakeSource) => time(updatedAtOf(source)),
}

function typeOf(source: FakeSource): Organization['type'] {
  return source.rotate('type', ['company', 'company', 'personal', 'company'] as const)
}

/** The organizations of the edition that the document is of. */
export function organizations(
  spec: ProviderContext['spec'],
): (source: FakeSource) => Organization | BilledOrganization {
  const schema = '/components/schemas/Organization'
  if (!declares(spec, `${schema}/properties/billing_state`)) return organization
  const billing = billings(enumValues(spec, `${schema}/properties/billing_state`))
  return (source) => billed(organization(source), (isFunded) => billing(source, isFunded))
}

function organization(source: FakeSource): Organization {
  const type = typeOf(source)
  const personal = type === 'personal'
  const { name, mailbox, site } = identity(source, type)
  const setup = personal ? noSetup : source.rotate('identity setup', setups)
  const account = source.rotate('customer', accounts)
  const createdAt = createdAtOf(source)
  const updatedAt = updatedAtOf(source, createdAt)
  return {
    id: randomUuid(source, idWords),
    // "Null when no custom billing email is set" (specs/nirvana.openapi.yaml, billing_email).
    billing_email: source.oneIn('billing email null', 3) ? null : `${mailbox}@${site}`,
    created_at: time(createdAt),
    domains: setup.domains.map(({ prefix, idWords, verified }) => ({
      id: randomUuid(source, idWords),
      domain: `${prefix}${site}`,
      verified,
    })),
    metronome_customer_id: account.metronome ? randomUuid(source, metronomeWords) : null,
    name,
    personal,
    services: {
      // Assumed: without a way to pay there is nothing to run.
      cloud: account.stripe,
      jit_provisioning: setup.jit,
      scim: setup.scim,
      siem: !personal && source.oneIn('siem', 11),
      sso: setup.sso,
    },
    stripe_customer_id: account.stripe ? `cus_${stripeId(source)}` : null,
    type,
    updated_at: time(updatedAt),
    // The sign-in provider holds an organization for those with domains only.
    ...(setup.domains.length === 0 ? {} : { auth_id: `org_${ulid(source, createdAt)}` }),
  }
}

interface Identity {
  readonly name: string
  /** Local part of the address that bills go to. */
  readonly mailbox: string
  /** Its domain. */
  readonly site: string
}

function identity(source: FakeSource, type = typeOf(source)): Identity {
  return type === 'personal' ? person(source) : company(source)
}

function person(source: FakeSource): Identity {
  const { person: draw } = source.stream('name')
  const first = draw.firstName()
  const last = draw.lastName()
  return {
    name: `${first} ${last}`,
    mailbox: `${letters(first)}.${letters(last)}${source.index + 1}`,
    site: 'example.com',
  }
}

function company(source: FakeSource): Identity {
  const faker = source.stream('name')
  const last = faker.person.lastName()
  const name = source.oneIn('partners', 2)
    ? `${last} & ${faker.person.lastName()}`
    : `${last} ${source.rotate('company kind', companyKinds)}`
  // A domain belongs to one organization only, and names repeat: the number tells them apart. `.example` belongs to nobody (RFC 2606).
  return { name, mailbox: source.rotate('mailbox', mailboxes), site: `${letters(name)}${source.index + 1}.example` }
}

const companyKinds = ['Labs', 'Networks', 'Systems', 'Cloud', 'Research', 'Capital', 'Validators'] as const
const mailboxes = ['billing', 'accounts', 'finance', 'billing', 'invoices'] as const

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '')
}

/** Keys of the four words that a UUID is made from. */
type UuidWords = readonly [string, string, string, string]

function uuidWords(key: string): UuidWords {
  return [`${key} 1`, `${key} 2`, `${key} 3`, `${key} 4`]
}

/** The first eight digits already differ between any two organizations of a dataset: `word` gives each index another one. */
function randomUuid(source: FakeSource, [a, b, c, d]: UuidWords): string {
  return uuid(hexWord(source.word(a)) + hexWord(source.word(b)) + hexWord(source.word(c)) + hexWord(source.word(d)))
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 14 letters and digits, the length of Stripe's own identifiers (observed). */
function stripeId(source: FakeSource): string {
  return (
    digits(source.word('stripe 1'), base62, 5) +
    digits(source.word('stripe 2'), base62, 5) +
    digits(source.word('stripe 3'), base62, 4)
  )
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Assumed: a ULID whose time is the creation. The document's example, 01H8GQBX3Z, is the time of one. */
function ulid(source: FakeSource, createdAt: number): string {
  return (
    digits(createdAt * 1000, crockford, 10) +
    digits(source.word('auth 1'), crockford, 6) +
    digits(source.word('auth 2'), crockford, 6) +
    digits(source.word('auth 3'), crockford, 4)
  )
}

/** The lowest digits of a number in the base that the alphabet spans. */
function digits(value: number, alphabet: string, length: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < length; i += 1) {
    text = alphabet.charAt(rest % alphabet.length) + text
    rest = Math.floor(rest / alphabet.length)
  }
  return text
}
