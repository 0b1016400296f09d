import type { Head } from '../lib/sql'

/**
 * At what the figures of a user stand: a write that can change one outdates it, and so do a restored backup and the
 * user's next day. `today` is their present date.
 */
export const statsVersion = ({ stats_seq, epoch }: Pick<Head, 'stats_seq' | 'epoch'>, today: string) =>
  `${stats_seq}.${epoch}.${today}`

/** The same of the dashboard, which shows what runs beside its figures. */
export const dashboardVersion = (head: Pick<Head, 'stats_seq' | 'timer_seq' | 'epoch'>, today: string) =>
  `${statsVersion(head, today)}.${head.timer_seq}`
