/** orgmock as a container that a test starts; needs the package `testcontainers` and a container engine. */
export { OrgmockContainer, orgmockImage } from './orgmock-container.ts'
export { type JournalEntry, StartedOrgmockContainer } from './started-orgmock-container.ts'
