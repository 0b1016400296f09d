import { commit } from '../lib/sql'
import { updateSettings } from './queries'
import { outdatesStats, type Settings } from './schema'

/** Writes what was changed of a user's settings; nothing when nothing was. */
export const saveSettings = async (db: D1Database, userId: string, changed: Partial<Settings>) => {
  if (Object.keys(changed).length === 0) return
  await commit(db, userId, outdatesStats(changed) ? ['stats'] : [], updateSettings(db, userId, changed, Date.now()))
}
