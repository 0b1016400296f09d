import { part, sql } from '../lib/sql'

export type ChunkPair = { from: string; into: string }

/** Sessions and cards of the chunk `from`, as JSON; not those that are deleted. */
export const filedUnder = (userId: string, planId: string, { from, into }: ChunkPair) => part`
  json_object('from', ${from}, 'into', ${into},
    'sessions', (
      SELECT json_group_array(id) FROM (
        SELECT id FROM sessions
        WHERE user_id = ${userId} AND deleted_at IS NULL AND plan_id = ${planId} AND chunk_id = ${from})),
    'cards', (
      SELECT json_group_array(id) FROM cards
      WHERE user_id = ${userId} AND plan_id = ${planId} AND deleted_at IS NULL AND chunk_id = ${from}))`

const moved = (userId: string, planId: string, kind: 'sessions' | 'cards') => part`
  SELECT value FROM plan_undos JOIN json_each(moved, ${`$.${kind}`})
  WHERE plan_undos.user_id = ${userId} AND plan_id = ${planId}`

/** Files the sessions and cards that `keepForUndo` stored as `moved` under another chunk. @param now epoch ms */
export const moveToChunk = (db: D1Database, userId: string, planId: string, { from, into }: ChunkPair, now: number) => [
  sql(db)`
    UPDATE sessions
    SET chunk_id = ${into}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id IN (${moved(userId, planId, 'sessions')}) AND plan_id = ${planId}
      AND chunk_id = ${from}`,
  sql(db)`
    UPDATE cards
    SET chunk_id = ${into}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id IN (${moved(userId, planId, 'cards')}) AND plan_id = ${planId}
      AND chunk_id = ${from}`,
  // The timer names its chunk.
  sql(db)`
    UPDATE change_heads SET timer_seq = seq
    WHERE user_id = ${userId} AND EXISTS (
      SELECT 1 FROM sessions
      WHERE user_id = ${userId} AND status = 'active' AND deleted_at IS NULL AND plan_id = ${planId}
        AND chunk_id = ${into})`,
]
