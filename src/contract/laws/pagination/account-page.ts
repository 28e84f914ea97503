import { accountWalk } from '../account-walk.ts'

export const paginationAccountPage = accountWalk('page', 'a last page that is exactly full ends the walk')
