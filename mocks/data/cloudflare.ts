import type { FakeSource } from '../../src/mock/index.ts'

export interface Organization {
  readonly id: string
  readonly name: string
  readonly status: 'member' | 'invited'
  readonly permissions?: readonly string[]
  readonly roles?: readonly string[]
}

export function organization(source: FakeSource): Organization {
  const organizationStatus = status(source)
  const base = { id: id(source), name: name(source), status: organizationStatus }
  const faker = source.stream('access')
  return {
    ...base,
    ...(source.oneIn('permissions absent', 11)
      ? {}
      : // An invitation that is not accepted yet gives no access.
        {
          permissions:
            organizationStatus === 'invited' ? [] : faker.helpers.arrayElements(permissions, { min: 1, max: 6 }),
        }),
    ...(source.oneIn('roles absent', 13) ? {} : { roles: [source.rotate('role', roles)] }),
  }
}

/** 32 hex digits whose first 13 rise with the index; 2^24 ids lie between two neighbours. */
function id(source: FakeSource): string {
  const rising = 0x0_23e1_0000_0000 + source.index * 0x100_0000 + (source.word('id rise') & 0xff_ffff)
  return (
    rising.toString(16).padStart(13, '0') +
    hex(source.word('id 1'), 8) +
    hex(source.word('id 2'), 8) +
    hex(source.word('id 3') >>> 20, 3)
  )
}

function hex(word: number, digits: number): string {
  return word.toString(16).padStart(digits, '0')
}

/** In the three shapes of faker's company names, put together here: its templates cost ten times as much, and a sort makes every name. */
export function name(source: FakeSource): string {
  const { definitions } = source.stream('name')
  const surnames = definitions.person.last_name.generic ?? []
  const surname = (key: string) => surnames[source.word(key) % surnames.length] ?? 'Cloudflare'
  switch (source.word('name shape') % 3) {
    case 0:
      return `${surname('name 1')} ${companyForms[source.word('name 2') % companyForms.length]}`
    case 1:
      return `${surname('name 1')} - ${surname('name 2')}`
    default:
      return `${surname('name 1')}, ${surname('name 2')} and ${surname('name 3')}`
  }
}

const companyForms = ['Inc', 'LLC', 'Group', 'and Sons'] as const

export function status(source: FakeSource): Organization['status'] {
  return source.rotate('status', ['member', 'member', 'member', 'invited'] as const)
}

// The shape of the document's example, "#zones:read", over resources that Cloudflare's permission groups name.
const permissions = [
  'access',
  'analytics',
  'app',
  'billing',
  'cache_purge',
  'dns_records',
  'lb',
  'legal',
  'logs',
  'organization',
  'ssl',
  'subscription',
  'waf',
  'worker',
  'zones',
  'zone_settings',
].flatMap((resource) => [`#${resource}:read`, `#${resource}:edit`])

const roles = [
  'All Privileges - Super Administrator',
  'Administrator',
  'Administrator Read Only',
  'Analytics',
  'Audit Logs Viewer',
  'Billing',
  'Cache Purge',
  'DNS',
  'Firewall',
  'SSL/TLS, Caching, Performance, Page Rules, and Customization',
] as const
