/** Makes the files of a new provider out of an OpenAPI document. */
export { type Candidate, candidatesOf } from './candidates.ts'
export { type Scaffolded, type ScaffoldOptions, scaffold } from './scaffold.ts'
