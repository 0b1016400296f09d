import type { PersonVersions } from '../../lib/db/sql'
import type { Preferences } from '../../lib/preferences'
import { type WhitelistHead, whitelistVersion } from './effective-rule'
import { readEarned } from './unlock-condition'

type UserToday = { preferences: Preferences; today: string }

/** Version of app use: changes with usage reports and with rules of the person's apps. */
const appsVersion = (head: WhitelistHead, { preferences, today }: UserToday) =>
  head.usage_seq === 0 ? '0' : `${head.usage_seq}.${whitelistVersion(head, readEarned(head, preferences, today))}`

/** Version of tracked time: changes with its writes, with a restored backup, and with the person's next day. */
const timeVersion = (
  { stats_seq, epoch }: Pick<PersonVersions, 'stats_seq' | 'epoch'>,
  { today }: Pick<UserToday, 'today'>,
) => `${stats_seq}.${epoch}.${today}`

/** Version of figures that also depend on the use of apps and on their rules. */
export const statsVersion = (head: WhitelistHead, user: UserToday) =>
  `${timeVersion(head, user)}.${appsVersion(head, user)}`

/** Version of figures that also depend on the timer and tasks, but not on apps. */
export const timerVersion = (
  head: Pick<PersonVersions, 'stats_seq' | 'epoch' | 'timer_seq'>,
  user: Pick<UserToday, 'today'>,
) => `${timeVersion(head, user)}.${head.timer_seq}`
