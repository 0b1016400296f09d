import { type WhitelistHead, whitelistVersion } from '../../apps/app-rules/effective-rule'
import { readEarned } from '../../apps/app-rules/unlock-condition'
import type { Preferences } from '../../lib/preferences'

export type UserToday = { preferences: Preferences; today: string }

/** Changes with a report of use, and with any rule of the person's apps. */
const appsVersion = (head: WhitelistHead, { preferences, today }: UserToday) =>
  head.usage_seq === 0
    ? '0'
    : `${head.usage_seq}.${whitelistVersion(head, readEarned(head.earned, preferences, today))}`

/** Changes with each write that can change a figure, with a restored backup, and with the user's next day. */
export const statsVersion = (head: WhitelistHead, user: UserToday) =>
  `${head.stats_seq}.${head.epoch}.${user.today}.${appsVersion(head, user)}`
