/** Shapes of answers: what they are made of without their values, and what has changed between two of them. */
export { changeCounts, changeDetail, changeLines } from './change-lines.ts'
export { compareShapes, isAsBad, worstFirst } from './changes.ts'
export { lockLines } from './lock-lines.ts'
export { lockText, lockVersion } from './lock-text.ts'
export { createShapeRecord, type ShapeRecord } from './record.ts'
export {
  type Change,
  type Comparison,
  changeKinds,
  type Lock,
  type OperationShape,
  type PlaceShape,
  type ProviderShape,
  presences,
  type ReplyShape,
  type ShapedExchange,
  type ShapeSource,
} from './types.ts'
export { updatedShape } from './update.ts'
