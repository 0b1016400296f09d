import { sql } from '../../lib/sql'

export const backupsPath = '/settings/backups'
export const restorePath = `${backupsPath}/restore`

/** Path of the Undo that brings a kept state back. */
export const undoPath = (keptId: string) => `${restorePath}/undo?state=${keptId}`

/** The state before the last restore or before its Undo: `id` tells it apart, `until` (epoch ms) is how long it is kept. */
export type KeptState = { id: string; until: number }

/** The state that an Undo brings back; null without one. @param now epoch ms */
export const keptStateOf = (db: D1Database, userId: string, now: number) =>
  sql(db)`
    SELECT id, shadow_until AS until FROM users
    WHERE shadow_of = ${userId} AND shadow_until > ${now}`.first<KeptState>()
