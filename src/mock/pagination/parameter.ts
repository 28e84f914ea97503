import { type Needed, needed, type Shape, someText } from '../../options/index.ts'

/** What a paginator is told of a parameter. */
export const parameter: Shape<string> & Needed = needed(someText('the name of a parameter'))
