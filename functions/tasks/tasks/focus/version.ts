import type { WhitelistHead } from '../../../apps/app-rules/effective-rule'
import { statsVersion, type UserToday } from '../../../figures/stats/query'
import type { Head } from '../../../lib/sql'

/** Changes with each write of a task, a session or the timer, and with the person's next day. */
export const focusVersion = (head: WhitelistHead & Pick<Head, 'timer_seq'>, user: UserToday) =>
  `${statsVersion(head, user)}.${head.timer_seq}`
