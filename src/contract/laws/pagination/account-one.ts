import { accountWalk } from '../account-walk.ts'

export const paginationAccountOne = accountWalk('one', 'an account with one organization gives it once')
