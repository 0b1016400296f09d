import { deleteRow, restoreRow } from '../lib/resource/stored'
import { constant, part, type SqlPart, sql } from '../lib/sql'
import type { ReadPlan } from './markdown/read'
import { type PlanLinks, putPlans } from './put'

type Written = { id: string; plan: ReadPlan; links: PlanLinks; now: number }

/** Writes a plan with its chunks where `isAllowed`; elsewhere the batch rolls back. */
const writePlan = (db: D1Database, userId: string, { id, plan, links, now }: Written, isAllowed: SqlPart) => [
  sql(db)`SELECT CASE WHEN ${isAllowed} THEN 1 ELSE json('stale') END`,
  ...putPlans(db, userId, [{ id, plan, links, created_at: now, updated_at: now, deleted_at: null }], true),
]

const stored = (userId: string, id: string) => part`
  SELECT 1 FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`

/**
 * Adds a plan with its chunks. A deleted one of the same id gives way to it; one that is there rolls the batch back.
 * @param now epoch ms
 */
export const addPlan = (db: D1Database, userId: string, plan: ReadPlan, links: PlanLinks, now: number) => {
  const { id } = plan.head
  return writePlan(db, userId, { id, plan, links, now }, part`NOT EXISTS (${stored(userId, id)})`)
}

/** Saves a plan's markdown and links over version `seq`. A newer version rolls the batch back. @param now epoch ms */
export const savePlan = (
  db: D1Database,
  userId: string,
  id: string,
  plan: ReadPlan,
  links: PlanLinks,
  seq: number,
  now: number,
) => writePlan(db, userId, { id, plan, links, now }, part`EXISTS (${stored(userId, id)} AND seq = ${seq})`)

/** Keeps the markdown that an edit in the same batch replaces, for Undo. @param moved see `moveToChunk` */
export const keepForUndo = (
  db: D1Database,
  userId: string,
  id: string,
  content: string,
  moved: SqlPart = constant('NULL'),
) =>
  sql(db)`
    INSERT INTO plan_undos (user_id, plan_id, seq, content, moved)
    SELECT user_id, ${id}, seq, ${content}, ${moved} FROM change_heads WHERE user_id = ${userId}
    ON CONFLICT (user_id, plan_id) DO UPDATE SET seq = excluded.seq, content = excluded.content, moved = excluded.moved`

export const deletePlan = deleteRow('plans')
export const restorePlan = restoreRow('plans')
