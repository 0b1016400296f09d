import { loads } from '../lib/load'
import { backup } from './queries'
import { isWhole } from './schema'

/** Parts of a path that make the id of a backup. */
export const idPath = '/:kind/:name'

/** Loads the backup that a path names; 404 for one that failed and has nothing to download. */
export const loadBackup = loads(
  'backup',
  async (c, name) => {
    const row = await backup(c.env.DB, c.var.user.id, `${c.req.param('kind')}/${name}`)
    return row && row.bytes > 0 ? row : null
  },
  'name',
)

/** Loads one that can be restored. */
export const wholeBackup = async (db: D1Database, userId: string, id: string) => {
  const row = await backup(db, userId, id)
  return row && isWhole(row) ? row : null
}
