import type { Head } from '../../lib/db/sql'
import type { Preferences } from '../../lib/preferences'
import { type WhitelistHead, whitelistVersion } from './effective-rule'
import { readEarned } from './unlock-condition'

type UserToday = { preferences: Preferences; today: string }

/** Changes with a report of use, and with any rule of the person's apps. */
const appsVersion = (head: WhitelistHead, { preferences, today }: UserToday) =>
  head.usage_seq === 0
    ? '0'
    : `${head.usage_seq}.${whitelistVersion(head, readEarned(head.earned, preferences, today))}`

/** Changes with each write that can change a figure, with a restored backup, and with the user's next day. */
export const statsVersion = (head: WhitelistHead, user: UserToday) =>
  `${head.stats_seq}.${head.epoch}.${user.today}.${appsVersion(head, user)}`

/** Changes with each write of a timer or a task, too. */
export const timerVersion = (head: WhitelistHead & Pick<Head, 'timer_seq'>, user: UserToday) =>
  `${statsVersion(head, user)}.${head.timer_seq}`
