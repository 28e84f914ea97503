/** The only room that knows Ajv. */
export { SchemaError } from './schema-error.ts'
export { createValidator, type SchemaFault, type Validator } from './validator.ts'
export { type BodyJudge, type BodyVerdict, createBodyJudge, type JudgedFault } from './verdict.ts'
