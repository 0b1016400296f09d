import { type PersonHead, sql } from '../lib/sql'
import type { Earned } from './earned'
import { isUnlockedBy } from './earned'

/** Versions that the list of apps depends on. */
export type WhitelistHead = Omit<PersonHead, 'seq'>

/** One statement that reads two rows. */
export const whitelistHead = async (db: D1Database, userId: string): Promise<WhitelistHead> =>
  (await sql(db)`
    SELECT whitelist_seq, usage_seq, stats_seq, timer_seq, epoch, earned, app_catalogue.seq AS catalogue_seq
    FROM change_heads JOIN app_catalogue ON app_catalogue.id = 1
    WHERE user_id = ${userId}`.first<WhitelistHead>()) ?? {
    whitelist_seq: 0,
    usage_seq: 0,
    stats_seq: 0,
    timer_seq: 0,
    epoch: 1,
    earned: null,
    catalogue_seq: 0,
  }

/**
 * Version of every app's effective rule. Rules, defaults, the preference and an earned app that opens or closes change
 * it; reports of use and the timer do not.
 */
export const whitelistVersion = (
  { whitelist_seq, catalogue_seq, epoch }: Pick<WhitelistHead, 'whitelist_seq' | 'catalogue_seq' | 'epoch'>,
  earned: Earned,
) => {
  const open = earned.rules.map((rule) => Number(isUnlockedBy(earned)(rule))).join('')
  return [epoch, whitelist_seq, catalogue_seq, ...(open === '' ? [] : [open])].join('.')
}
