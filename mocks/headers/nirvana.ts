import { headerList } from '../../src/mock/index.ts'

/** Of every reply. */
export const headers = headerList({ 'Content-Type': 'application/json' })
