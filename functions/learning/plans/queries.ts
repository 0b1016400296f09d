import { z } from 'zod'
import { trackedAggregate } from '../../ledger/facts'
import { columnsAre, hasTag, joinConditions } from '../../lib/db/conditions'
import { allRows, constant, part, rowsAs, sql, textsColumn } from '../../lib/db/sql'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { columnsOf, readsOf } from '../../lib/resource/row-reads'
import { ListedPlan, NextChunk, PlanRow, PlanWithChunks, PlanWithContent, Sharing } from './schema'
import { isInUse, originalOf, sharedRows } from './shared/propagate'

/** SQL for the name of a copy's owner; NULL if the account is deleted. */
export const ownerName = constant(
  "iif(plans.owner_id IS NULL, NULL, coalesce((SELECT username FROM users WHERE users.id = plans.owner_id), 'Somebody'))",
)

const listed = part`
      ${columnsOf('plans', PlanRow)}, ${columnsOf('plans', Sharing)}, ${ownerName} AS owner,
      coalesce(${trackedAggregate('plans', 'sum(seconds)')}, 0) AS tracked_seconds,
      coalesce(${trackedAggregate('plans', 'sum(starts)')}, 0) AS session_count`

/** `displayedStatus` in SQL. */
export const displayedPlanStatus = part`
      iif(plans.status = 'not_started' AND (plans.completed_count > 0 OR ${trackedAggregate('plans', 'sum(seconds)')} > 0),
        'in_progress', plans.status)`

const withChunks = part`${listed}, plans.chunks, (
        SELECT json_group_array(json_array(chunk_id, total_seconds))
        FROM (
          SELECT chunk_id, sum(seconds) AS total_seconds
          FROM session_days
          WHERE session_days.user_id = plans.user_id AND plan_id = plans.id AND chunk_id IS NOT NULL
          GROUP BY 1)) AS chunk_seconds`

const withContent = part`${withChunks}, plans.content, plans.owner_id IS NOT NULL AND NOT ${isInUse} AS is_ended`

/** Empty members do not filter. `above` lists the plans with a greater id, sorted by id. */
type PlanFilter = { above?: string; status?: string; tag?: string }

const reads = {
  kind: 'plan' as const,
  where: ({ above, tag, status }: PlanFilter) =>
    joinConditions([
      above && part`AND plans.id > ${above}`,
      columnsAre('plans', { status }),
      hasTag('plans.tags', tag),
    ]),
  order: () => ({ columns: ['plans.id'] }),
}

export const { page: pageOfPlans } = readsOf({ ...reads, schema: ListedPlan, columns: listed })
export const { page: pageOfPlansWithChunks } = readsOf({ ...reads, schema: PlanWithChunks, columns: withChunks })
/** Reads a plan with its markdown and tracked time; null if it does not exist or is deleted. */
export const { find: plan } = readsOf({ ...reads, schema: PlanWithContent, columns: withContent })

/** Plans in progress that have a chunk to do, last edited first. */
export const nextChunks = (db: D1Database, userId: string, limit: number, org: Org) =>
  rowsAs(
    NextChunk,
    sql(db)`
      SELECT ${listed}, projects.name AS project_name, projects.color AS project_color,
        (SELECT duration_minutes FROM plan_chunks
         WHERE plan_chunks.user_id = plans.user_id AND plan_id = plans.id AND plan_chunks.id = plans.next_chunk)
          AS next_minutes,
        coalesce((SELECT sum(seconds) FROM session_days
         WHERE session_days.user_id = plans.user_id AND plan_id = plans.id AND chunk_id = plans.next_chunk), 0)
          AS next_seconds
      FROM plans
      LEFT JOIN projects ON projects.user_id = plans.user_id AND projects.id = plans.project_id
        AND projects.deleted_at IS NULL
      WHERE plans.user_id = ${userId} AND plans.deleted_at IS NULL
        AND (plans.status = 'in_progress' OR plans.status = 'not_started' AND plans.completed_count + tracked_seconds > 0)
        AND plans.next_title IS NOT NULL ${andInOrg(userId, org, 'plan')}
      ORDER BY plans.updated_at DESC
      LIMIT ${limit}`,
  )

/** Ids that begin with a prefix, including ids of deleted plans. */
export const idsLike = async (db: D1Database, userId: string, start: string) =>
  (
    await allRows<{ id: string }>(sql(db)`
      SELECT id FROM plans WHERE user_id = ${userId} AND id >= ${start} AND id < ${start} || '~'`)
  ).map(({ id }) => id)

/** Plans with these ids, with their markdown. */
export const plansWithIds = (db: D1Database, userId: string, ids: string[]) =>
  rowsAs(
    PlanWithContent,
    sql(db)`
      SELECT ${withContent}
      FROM plans
      WHERE plans.user_id = ${userId} AND plans.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
        AND deleted_at IS NULL`,
  )

const Undo = z.object({ content: z.string(), from: z.string().nullable(), into: z.string().nullable() })

/**
 * The markdown that a plan had before the edit that created version `seq`, and the chunks of a merge; null if the plan
 * was edited since.
 */
export const readPlanUndo = async (db: D1Database, userId: string, id: string, seq: number) => {
  const row = await sql(db)`
    SELECT content, moved ->> 'from' AS "from", moved ->> 'into' AS "into"
    FROM plan_texts
    WHERE user_id = ${userId} AND plan_id = ${id} AND seq = ${seq}`.first()
  return row === null ? null : Undo.parse(row)
}

/** The markdown of a plan at an earlier version; null if it is no longer stored. */
export const contentAt = (db: D1Database, userId: string, id: string, seq: number) =>
  sql(db)`
    SELECT content FROM plan_texts
    WHERE user_id = ${userId} AND plan_id = ${id} AND content_seq = ${seq}`.first<string>('content')

/**
 * The plans last written by version `seq`, each with its former text, null for a new plan; and whether any plan of that
 * version was edited since.
 */
export const importedPlans = async (db: D1Database, userId: string, seq: number) => {
  const [rows, isEdited] = await Promise.all([
    rowsAs(
      PlanWithContent.extend({ earlier_text: z.string().nullable() }),
      sql(db)`
        SELECT ${withContent}, (
          SELECT plan_texts.content FROM plan_texts
          WHERE plan_texts.user_id = ${userId} AND plan_texts.plan_id = plans.id AND plan_texts.seq = plans.seq) AS earlier_text
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.seq = ${seq} AND plans.deleted_at IS NULL`,
    ),
    sql(db)`SELECT 1 FROM plan_texts WHERE user_id = ${userId} AND content_seq = ${seq} LIMIT 1`.first(),
  ])
  return { plans: rows.map(({ earlier_text, ...row }) => ({ row, before: earlier_text })), isEdited: isEdited !== null }
}

const DoneRow = z.object({ name: z.string(), done: z.int(), titles: textsColumn })

/** Completed chunks of the people who share their progress, by person; the reader first. */
export const readCompletedChunks = (db: D1Database, userId: string, row: PlanWithContent) =>
  rowsAs(
    DoneRow,
    sql(db)`
      SELECT iif(plans.user_id = ${userId}, 'You', users.username) AS name, count(plan_chunks.id) AS done,
        json_group_array(plan_chunks.title ORDER BY position) FILTER (WHERE plan_chunks.id IS NOT NULL) AS titles
      FROM plans JOIN users ON users.id = plans.user_id
      LEFT JOIN plan_chunks ON plan_chunks.user_id = plans.user_id AND plan_id = plans.id
        AND plan_chunks.status = 'completed'
      WHERE ${sharedRows(originalOf(userId, row), row.shared_at)} AND shows_progress = 1
      GROUP BY plans.user_id
      ORDER BY plans.user_id <> ${userId}, name`,
  )
