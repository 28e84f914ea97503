/** orgmock as a container that a test starts; needs the package `testcontainers` and a container engine. */

export type { JournalEntry, RequestFilter } from '../compose/index.ts'
export { OrgmockContainer, orgmockImage } from './orgmock-container.ts'
export { StartedOrgmockContainer } from './started-orgmock-container.ts'
