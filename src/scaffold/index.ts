/** Makes the files of a new provider out of an OpenAPI document. */
export { authKinds } from './auth.ts'
export { ScaffoldError, type ScaffoldErrorCode } from './errors.ts'
export { pageKinds } from './pages.ts'
export { type Scaffolded, type ScaffoldedFile, type ScaffoldOptions, scaffold } from './scaffold.ts'
