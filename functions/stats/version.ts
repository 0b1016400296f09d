import { readEarned } from '../app-rules/earned'
import { type WhitelistHead, whitelistVersion } from '../app-rules/version'
import type { Preferences } from '../lib/preferences'

/** Whose figures, and their present date. */
export type UserToday = { preferences: Preferences; today: string }

/** At what the figures about apps stand: a report of use outdates them, and what moves a person's list of apps. */
const appsVersion = (head: WhitelistHead, { preferences, today }: UserToday) =>
  head.usage_seq === 0
    ? '0'
    : `${head.usage_seq}.${whitelistVersion(head, readEarned(head.earned, preferences, today))}`

/**
 * At what the figures of a user stand: a write that can change one outdates it, and so do a restored backup and the
 * user's next day.
 */
export const statsVersion = (head: WhitelistHead, whose: UserToday) =>
  `${head.stats_seq}.${head.epoch}.${whose.today}.${appsVersion(head, whose)}`
