import { z } from 'zod'
import { trackedBy } from '../ledger/facts'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, constant, part, rowsAs, sql } from '../lib/sql'
import { ChunkList, ListedPlan, PlanWithChunks, PlanWithContent } from './schema'

const columns = constant(`
      plans.id, title, status, tags, total_hours, goal_id, project_id, scheduler, chunk_count, completed_count, skipped_count,
      planned_minutes, next_chunk, next_title, seq, created_at, updated_at`)

const tracked = constant(`
      coalesce(totals.total_seconds, 0) AS tracked_seconds, coalesce(totals.session_count, 0) AS session_count`)

/** Chunks with their time, for `joinTime`. */
const withChunks = constant("chunks, coalesce(by_chunk.seconds, '[]') AS chunk_seconds")

const joinTime = (userId: string) => part`
    LEFT JOIN ${trackedBy(userId, 'plan_id')} AS totals ON totals.id = plans.id
    LEFT JOIN (
      SELECT plan_id, json_group_array(json_array(chunk_id, total_seconds)) AS seconds
      FROM (
        SELECT plan_id, chunk_id, sum(seconds) AS total_seconds FROM session_days
        WHERE user_id = ${userId} AND chunk_id IS NOT NULL
        GROUP BY 1, 2)
      GROUP BY plan_id) AS by_chunk ON by_chunk.plan_id = plans.id`

/** A plan with its markdown and tracked time; null for one that is not there or deleted. */
export const plan = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT ${columns}, content, ${tracked}, ${withChunks}
    FROM plans ${joinTime(userId)}
    WHERE plans.user_id = ${userId} AND plans.id = ${id} AND deleted_at IS NULL`.first()
  return row === null ? null : PlanWithContent.parse(row)
}

/** The chunks of a plan, in their order; none of a plan that is not there or deleted. */
export const chunksOf = async (db: D1Database, userId: string, planId: string) => {
  const row = await sql(db)`
    SELECT chunks FROM plans WHERE user_id = ${userId} AND id = ${planId} AND deleted_at IS NULL`.first<{
    chunks: string
  }>()
  return ChunkList.parse(row?.chunks ?? '[]')
}

/** Selects the ids of plans that have a tag; `tag` is exact. */
const idsTagged = (userId: string, tag: string) => part`
  SELECT row_tags.id FROM row_tags WHERE user_id = ${userId} AND tag = ${tag} AND kind = 'plan' AND date = ''`

const withTag = (userId: string, tag: string) =>
  tag ? part`AND plans.id IN (${idsTagged(userId, tag)})` : constant('')

/**
 * Plans of a context with their tracked time, by id, after the cursor, all or those with a tag. Reads limit + 1 rows;
 * the extra row means there is a next page.
 */
export const plansAfter = (
  db: D1Database,
  userId: string,
  { after, tag, org = allOrgs }: { after: string; tag: string; org?: Org },
  limit: number,
) =>
  rowsAs(
    ListedPlan,
    sql(db)`
      SELECT ${columns}, ${tracked}
      FROM plans ${joinTime(userId)}
      WHERE user_id = ${userId} AND deleted_at IS NULL AND plans.id > ${after} ${withTag(userId, tag)}
        ${andInOrg(userId, org, 'plan')}
      ORDER BY plans.id LIMIT ${limit + 1}`,
  )

const listedMembers = constant(`
      'id', plans.id, 'title', title, 'status', status, 'tags', tags, 'total_hours', total_hours, 'goal_id', goal_id,
      'project_id', project_id, 'scheduler', scheduler, 'chunk_count', chunk_count, 'completed_count', completed_count,
      'skipped_count', skipped_count, 'planned_minutes', planned_minutes, 'next_chunk', next_chunk,
      'next_title', next_title, 'seq', seq, 'created_at', created_at, 'updated_at', updated_at,
      'tracked_seconds', coalesce(totals.total_seconds, 0), 'session_count', coalesce(totals.session_count, 0)`)

/**
 * SELECT of the plans to go on with, each as JSON of a `ListedPlan` in `data`: those in progress, then those not
 * started, the latest edited first.
 */
export const openPlans = (userId: string, limit: number, org: Org) => part`
    SELECT json_object(${listedMembers}) AS data
    FROM plans ${joinTime(userId)}
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('in_progress', 'not_started')
      ${andInOrg(userId, org, 'plan')}
    ORDER BY status, updated_at DESC LIMIT ${limit}`

/** Like `plansAfter`, with the chunks, and of one status where it is not empty. */
export const plansWithChunksAfter = (
  db: D1Database,
  userId: string,
  { after, status, tag, org = allOrgs }: { after: string; status: string; tag: string; org?: Org },
  limit: number,
) =>
  rowsAs(
    PlanWithChunks,
    sql(db)`
      SELECT ${columns}, ${tracked}, ${withChunks}
      FROM plans ${joinTime(userId)}
      WHERE user_id = ${userId} AND deleted_at IS NULL AND plans.id > ${after} AND (${status} = '' OR status = ${status})
        ${withTag(userId, tag)} ${andInOrg(userId, org, 'plan')}
      ORDER BY plans.id LIMIT ${limit + 1}`,
  )

/** Ids that begin with a text, those of deleted plans too. */
export const idsLike = async (db: D1Database, userId: string, start: string) =>
  (
    await allRows<{ id: string }>(sql(db)`
      SELECT id FROM plans WHERE user_id = ${userId} AND id >= ${start} AND id < ${start} || '~'`)
  ).map(({ id }) => id)

/** Plans with their markdown that have one of these ids. */
export const plansWithIds = (db: D1Database, userId: string, ids: string[]) =>
  rowsAs(
    PlanWithContent,
    sql(db)`
      SELECT ${columns}, content, ${tracked}, ${withChunks}
      FROM plans ${joinTime(userId)}
      WHERE plans.user_id = ${userId} AND plans.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
        AND deleted_at IS NULL`,
  )

const Undo = z.object({ content: z.string(), from: z.string().nullable(), into: z.string().nullable() })

/**
 * The markdown that a plan had before the edit that made version `seq`, and the chunks of a merge; null once the plan
 * was edited again.
 */
export const undoOf = async (db: D1Database, userId: string, id: string, seq: number) => {
  const row = await sql(db)`
    SELECT content, moved ->> 'from' AS "from", moved ->> 'into' AS "into"
    FROM plan_undos
    WHERE user_id = ${userId} AND plan_id = ${id} AND seq = ${seq}`.first()
  return row === null ? null : Undo.parse(row)
}

/** Sessions that count for a chunk. */
export const sessionsOfChunk = async (db: D1Database, userId: string, planId: string, chunkId: string) =>
  (
    await sql(db)`
      SELECT sum(starts) AS session_count FROM session_days
      WHERE user_id = ${userId} AND plan_id = ${planId} AND chunk_id = ${chunkId}`.first<{
      session_count: number | null
    }>()
  )?.session_count ?? 0
