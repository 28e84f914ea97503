import { accountWalk } from '../account-walk.ts'

export const paginationAccountEmpty = accountWalk('empty', 'an account without organizations gives one empty list')
