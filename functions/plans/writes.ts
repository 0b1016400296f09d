import { deleteRow, restoreRow } from '../lib/resource/stored'
import { constant, orStale, part, type SqlPart, sql } from '../lib/sql'
import { derived } from './derived'
import { joined } from './markdown/lines'
import type { ReadPlan } from './markdown/read'
import type { PlanRow } from './schema'

/** Members of a plan that its markdown does not hold. */
export type PlanLinks = Pick<PlanRow, 'goal_id' | 'project_id' | 'scheduler'>

const saveChunks = (db: D1Database, userId: string, planId: string, json: string) => [
  sql(db)`
    DELETE FROM plan_chunks
    WHERE user_id = ${userId} AND plan_id = ${planId}
      AND id NOT IN (SELECT value ->> 'id' FROM json_each(${json}))`,
  sql(db)`
    INSERT INTO plan_chunks (user_id, plan_id, id, position, title, status, duration_minutes)
    SELECT ${userId}, ${planId}, value ->> 'id', value ->> 'position', value ->> 'title', value ->> 'status',
      value ->> 'duration_minutes'
    FROM json_each(${json})
    WHERE true
    ON CONFLICT (user_id, plan_id, id) DO UPDATE
    SET position = excluded.position, title = excluded.title, status = excluded.status,
        duration_minutes = excluded.duration_minutes
    WHERE (position, title, status, duration_minutes) IS NOT (excluded.position, excluded.title, excluded.status,
      excluded.duration_minutes)`,
]

type Written = { id: string; plan: ReadPlan; links: PlanLinks; now: number }

/** Writes a plan with its chunks where `isAllowed`; elsewhere the batch rolls back. */
const writePlan = (db: D1Database, userId: string, { id, plan, links, now }: Written, isAllowed: SqlPart) => {
  const { plan: values, chunks } = derived(plan)
  const json = JSON.stringify(chunks)
  return [
    sql(db)`
      INSERT INTO plans (user_id, id, title, status, tags, total_hours, goal_id, project_id, scheduler, chunk_count,
        completed_count, skipped_count, planned_minutes, next_chunk, next_title, outline, chunks, content, seq,
        created_at, updated_at)
      SELECT ${userId}, ${id}, ${values.title}, ${values.status}, ${JSON.stringify(values.tags)},
        ${values.total_hours}, ${links.goal_id}, ${links.project_id}, ${links.scheduler}, ${values.chunk_count},
        ${values.completed_count}, ${values.skipped_count}, ${values.planned_minutes}, ${values.next_chunk},
        ${values.next_title}, ${values.outline}, ${json}, ${joined(plan.lines)}, seq, ${now}, ${now}
      FROM change_heads
      WHERE user_id = ${userId} AND ${isAllowed}
      ON CONFLICT (user_id, id) DO UPDATE
      SET title = excluded.title, status = excluded.status, tags = excluded.tags, total_hours = excluded.total_hours,
          goal_id = excluded.goal_id, project_id = excluded.project_id, scheduler = excluded.scheduler,
          chunk_count = excluded.chunk_count, completed_count = excluded.completed_count,
          skipped_count = excluded.skipped_count, planned_minutes = excluded.planned_minutes,
          next_chunk = excluded.next_chunk, next_title = excluded.next_title, outline = excluded.outline,
          chunks = excluded.chunks, content = excluded.content, seq = excluded.seq,
          created_at = iif(plans.deleted_at IS NULL, plans.created_at, excluded.created_at),
          updated_at = excluded.updated_at, deleted_at = NULL`,
    orStale(db),
    ...saveChunks(db, userId, id, json),
  ]
}

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
