import type { FakeSource } from '../../src/mock/index.ts'
import { between, dateTime, now, second, turnOf } from './cekura-times.ts'

type Faker = ReturnType<FakeSource['stream']>

// Who founds an organization looks after it.
export const founderRole = 'admin'

const projectCounts = [1, 2, 0, 1, 3, 2, 4] as const

const projectNames = [
  'Appointment booking',
  'Billing questions',
  'Claims intake',
  'Collections',
  'Delivery updates',
  'Front desk',
  'Lead qualification',
  'Order status',
  'Outbound sales',
  'Patient reminders',
  'Product support',
  'Recruiting screens',
  'Renewals',
  'Satisfaction survey',
] as const

const projectNameTurns = projectNames.slice(0, 1 - Math.max(...projectCounts)).map((_, turn) => turn)

/** Members of one project. */
const largestProject = 3

/** The most of each that one organization can have, so that identifiers of neighbours never meet. */
export const idBlocks = { organization: 3, user: 8, membership: 32, project: 4 }

interface Person {
  readonly user: { readonly id: number; readonly name: string; readonly email: string }
  readonly role: string
  /** Microseconds since 1970. */
  readonly joined: number
}

/** The founder, then those who joined, one after the other. */
export function peopleOf(
  source: FakeSource,
  size: { readonly min: number; readonly max: number },
  domain: string,
  created: number,
  laterRoles: readonly string[],
) {
  const faker = source.stream('people')
  const count = faker.number.int(size)
  const taken = new Set<string>()
  const people: Person[] = []
  for (let place = 0; place < count; place += 1) {
    const first = faker.person.firstName()
    const last = lastName(faker)
    const mailbox = `${letters(first)}.${letters(last)}`
    // A namesake gets a number.
    const email = `${taken.has(mailbox) ? `${mailbox}${place + 1}` : mailbox}@${domain}`
    taken.add(mailbox)
    people.push({
      user: { id: 2_001 + source.index * idBlocks.user + place, name: `${first} ${last}`, email },
      role: place === 0 ? founderRole : source.rotate(`role ${place}`, laterRoles),
      joined: place === 0 ? created : turnOf(faker, place, count, created),
    })
  }
  return people
}

export function membersOf(source: FakeSource, people: readonly Person[]) {
  const faker = source.stream('members')
  return people.map((person, place) => membership(faker, membershipId(source, place), person, person.joined))
}

/** Assumed: a project has membership rows of its own, under identifiers of their own, for some of the organization's users. */
export function projectsOf(source: FakeSource, people: readonly Person[], created: number) {
  const count = source.rotate('projects', projectCounts)
  const firstName = source.rotate('project names', projectNameTurns)
  const faker = source.stream('projects')
  return projectNames.slice(firstName, firstName + count).map((name, place) => {
    const begun = turnOf(faker, place, count, created)
    const size = faker.number.int({ min: 1, max: Math.min(largestProject, people.length) })
    const from = faker.number.int({ min: 0, max: people.length - size })
    const id = 3_001 + source.index * idBlocks.project + place
    return {
      id,
      name,
      members: people
        .slice(from, from + size)
        .map((person, seat) =>
          membership(
            faker,
            membershipId(source, idBlocks.user + place * largestProject + seat),
            person,
            Math.max(begun, person.joined) + seat * second,
          ),
        ),
      created_at: dateTime(begun),
      updated_at: dateTime(between(faker, begun + second, now)),
    }
  })
}

function membershipId(source: FakeSource, place: number): number {
  return 5_001 + source.index * idBlocks.membership + place
}

function membership(faker: Faker, id: number, { user, role }: Person, since: number) {
  return {
    id,
    user,
    role,
    is_email_notify_enabled: faker.datatype.boolean(),
    created_at: dateTime(since),
    updated_at: dateTime(between(faker, since + second, now)),
  }
}

export function lastName(faker: Faker): string {
  return faker.helpers.arrayElement(faker.definitions.person.last_name.generic ?? [])
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z-]/g, '')
}
