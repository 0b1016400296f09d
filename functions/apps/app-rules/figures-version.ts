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

/** Changes with each write that can change tracked time, with a restored backup, and with the user's next day. */
const timeVersion = ({ stats_seq, epoch }: Pick<Head, 'stats_seq' | 'epoch'>, { today }: Pick<UserToday, 'today'>) =>
  `${stats_seq}.${epoch}.${today}`

/** Changes with the use of apps and their rules, too. */
export const statsVersion = (head: WhitelistHead, user: UserToday) =>
  `${timeVersion(head, user)}.${appsVersion(head, user)}`

/** Changes with each write of a timer or a task, too, not with apps. */
export const timerVersion = (head: Pick<Head, 'stats_seq' | 'epoch' | 'timer_seq'>, user: Pick<UserToday, 'today'>) =>
  `${timeVersion(head, user)}.${head.timer_seq}`
