import { hashed } from '../../lib/secrets'
import { jsonChunks, part, sql } from '../../lib/sql'
import type { LogUse } from '../formats/activitywatch'

/** Time of an app on a day, as an import brings it. */
export type NewUse = Omit<LogUse, 'key'> & { id: string; import_id: string }

/** Rows that it writes to add one, or to delete it, at most. */
export const rowsOfUse = 16

/** Its time counts on the day that the file has it, also where the person’s days have moved since. */
export const addUses = (db: D1Database, userId: string, added: NewUse[], now: number) =>
  jsonChunks(added).map(
    (chunk) => sql(db)`
      INSERT INTO app_usage (user_id, id, package_name, started_at, ended_at, client_id, days, import_id, created_at)
      SELECT ${userId}, value ->> 'id', value ->> 'package_name', value ->> 'started_at', value ->> 'ended_at', '',
        json_array(json_array(value ->> 'date', value ->> 'seconds')), value ->> 'import_id', ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, id) DO NOTHING`,
  )

/** Follows a write of app usage, whose version reports and lists compare. */
export const advanceUsage = (db: D1Database, userId: string) =>
  sql(db)`UPDATE change_heads SET usage_seq = usage_seq + 1 WHERE user_id = ${userId}`

export const ofImport = (userId: string, importId: string) => part`user_id = ${userId} AND import_id = ${importId}`

/** Ids of uses: the same for a computer, an app and a day each time. */
export const usesWithIds = async (uses: LogUse[], importId: string) => {
  const result: NewUse[] = []
  for (const { key, ...use } of uses) result.push({ ...use, id: await hashed(key), import_id: importId })
  return result
}
