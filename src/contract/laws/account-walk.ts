import type { Law } from '../types.ts'
import { judgeWalk } from './judge-walk.ts'

/** Makes the law of a walk over an account of a known size, where the target offers such. */
export function accountWalk(name: string, title: string): Law {
  return {
    id: `pagination/account-${name}`,
    family: 'pagination',
    title,
    async run(context) {
      const count = context.accounts[name]
      if (count === undefined) return context.skip(`the target offers no account named ${name}`)
      await judgeWalk(context, undefined, { name, count })
    },
  }
}
