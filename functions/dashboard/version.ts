import type { WhitelistHead } from '../app-rules/version'
import type { Head } from '../lib/sql'
import { statsVersion, type UserToday } from '../stats/version'

export const dashboardVersion = (head: WhitelistHead & Pick<Head, 'timer_seq'>, user: UserToday) =>
  `${statsVersion(head, user)}.${head.timer_seq}`
