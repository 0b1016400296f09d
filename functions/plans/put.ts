import { deleteRow, restoreRow } from '../lib/resource/stored'
import { constant, jsonChunks, part, type SqlPart, sql } from '../lib/sql'
import { derived } from './derived'
import { joined } from './markdown/lines'
import type { ReadPlan } from './markdown/read'
import type { PlanRow } from './schema'

/** Members of a plan that its markdown does not hold. */
export type PlanLinks = Pick<PlanRow, 'goal_id' | 'project_id' | 'scheduler'>

/** A plan to write. Instants in epoch ms. */
export type PutPlan = {
  id: string
  plan: ReadPlan
  links: PlanLinks
  created_at: number
  updated_at: number
  deleted_at: number | null
}

/** In characters of JSON: a longer document is bound by itself, as D1 binds values of up to 2 MB. */
const boundApart = 200_000

const rowOf = ({ plan, links, ...row }: PutPlan) => {
  const { plan: values, chunks } = derived(plan)
  return { ...row, ...links, ...values, tags: JSON.stringify(values.tags), chunks: JSON.stringify(chunks) }
}

const bound = (plans: PutPlan[]): { json: string; content: SqlPart; chunks: SqlPart }[] => {
  const rows = plans.map((plan) => ({ ...rowOf(plan), content: joined(plan.plan.lines) }))
  const [long, short] = [
    rows.filter(({ content, chunks }) => content.length + chunks.length > boundApart),
    rows.filter(({ content, chunks }) => content.length + chunks.length <= boundApart),
  ]
  return [
    ...jsonChunks(short).map((json) => ({
      json,
      content: part`json_each.value ->> 'content'`,
      chunks: part`json_each.value ->> 'chunks'`,
    })),
    ...long.map(({ content, chunks, ...row }) => ({
      json: JSON.stringify([row]),
      content: part`${content}`,
      chunks: part`${chunks}`,
    })),
  ]
}

/**
 * Adds plans with their chunks, or writes them over stored ones. Nothing guards them.
 * @param keepsCreated lets a stored plan that is not deleted keep its `created_at`
 */
export const putPlans = (db: D1Database, userId: string, plans: PutPlan[], keepsCreated = false) =>
  bound(plans).flatMap(({ json, content, chunks }) => [
    sql(db)`
      INSERT INTO plans (user_id, id, title, status, tags, total_hours, goal_id, project_id, scheduler, chunk_count,
        completed_count, skipped_count, planned_minutes, next_chunk, next_title, outline, chunks, content, seq,
        created_at, updated_at, deleted_at)
      SELECT ${userId}, value ->> 'id', value ->> 'title', value ->> 'status', value ->> 'tags',
        value ->> 'total_hours', value ->> 'goal_id', value ->> 'project_id', value ->> 'scheduler',
        value ->> 'chunk_count', value ->> 'completed_count', value ->> 'skipped_count', value ->> 'planned_minutes',
        value ->> 'next_chunk', value ->> 'next_title', value ->> 'outline', ${chunks}, ${content},
        (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at', value ->> 'updated_at',
        value ->> 'deleted_at'
      FROM json_each(${json})
      WHERE true
      ON CONFLICT (user_id, id) DO UPDATE
      SET title = excluded.title, status = excluded.status, tags = excluded.tags, total_hours = excluded.total_hours,
          goal_id = excluded.goal_id, project_id = excluded.project_id, scheduler = excluded.scheduler,
          chunk_count = excluded.chunk_count, completed_count = excluded.completed_count,
          skipped_count = excluded.skipped_count, planned_minutes = excluded.planned_minutes,
          next_chunk = excluded.next_chunk, next_title = excluded.next_title, outline = excluded.outline,
          chunks = excluded.chunks, content = excluded.content, seq = excluded.seq,
          created_at = iif(${Number(keepsCreated)} AND plans.deleted_at IS NULL, plans.created_at, excluded.created_at),
          updated_at = excluded.updated_at, deleted_at = excluded.deleted_at`,
    ...saveChunksOf(db, userId, json, chunks),
  ])

/** Saves the chunks of plans, each of which stands in the list with its id. */
const saveChunksOf = (db: D1Database, userId: string, json: string, chunks: SqlPart) => [
  sql(db)`
    DELETE FROM plan_chunks
    WHERE user_id = ${userId} AND plan_id IN (SELECT value ->> 'id' FROM json_each(${json}))
      AND (plan_id, id) NOT IN (
        SELECT json_each.value ->> 'id', chunk.value ->> 'id'
        FROM json_each(${json}) JOIN json_each(${chunks}) AS chunk)`,
  sql(db)`
    INSERT INTO plan_chunks (user_id, plan_id, id, position, title, status, duration_minutes)
    SELECT ${userId}, json_each.value ->> 'id', chunk.value ->> 'id', chunk.value ->> 'position',
      chunk.value ->> 'title', chunk.value ->> 'status', chunk.value ->> 'duration_minutes'
    FROM json_each(${json}) JOIN json_each(${chunks}) AS chunk
    WHERE true
    ON CONFLICT (user_id, plan_id, id) DO UPDATE
    SET position = excluded.position, title = excluded.title, status = excluded.status,
        duration_minutes = excluded.duration_minutes
    WHERE (position, title, status, duration_minutes) IS NOT (excluded.position, excluded.title, excluded.status,
      excluded.duration_minutes)`,
]

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
