import { columnList, jsonValues, setExcluded } from '../../lib/db/conditions'
import { constant, jsonChunks, newSeq, orStale, part, type SqlPart, sql, stale } from '../../lib/db/sql'
import { restoreRow } from '../../lib/resource/row-writes'
import { cleanLine, cleanText, firstCharacters } from '../../lib/text/text'
import { formatLines } from './markdown/lines'
import type { ReadPlan } from './markdown/read'
import { tagsOf } from './markdown/tags'
import { PlanRow, usualRetention } from './schema'

/** Maximum characters of the searched text. More would cost more to index than it helps. */
const outlineLimit = 10_000

/** Text by which a search finds a plan: titles of its chunks, then their other text. */
const outlineOf = ({ chunks }: ReadPlan) => {
  const texts = [
    ...chunks.map(({ title }) => title),
    ...chunks.flatMap(({ objectives, deliverable }) => [...objectives, deliverable]),
  ]
  return firstCharacters(cleanText(texts.filter((text) => text !== '').join(' · ')), outlineLimit)
}

/** Minutes of a chunk without a duration, if the plan has no total either; the form of a new plan says so. */
const usualMinutes = 60

/** Columns of a plan and of its chunks, parsed from its markdown. Their texts have no control characters. */
export const derivedColumns = (plan: ReadPlan) => {
  const { head, chunks } = plan
  const of = (status: string) => chunks.filter((chunk) => chunk.status === status)
  const counted = chunks.filter(({ status }) => status !== 'skipped')
  const isUsual = ({ duration_minutes, fields }: (typeof chunks)[number]) =>
    duration_minutes === null && head.total_hours === null && fields.Duration === undefined
  const next = of('in_progress')[0] ?? of('not_started')[0] ?? null
  return {
    plan: {
      title: cleanLine(head.title) || head.id,
      status: head.status,
      tags: tagsOf(plan),
      total_hours: head.total_hours,
      chunk_count: chunks.length,
      completed_count: of('completed').length,
      skipped_count: of('skipped').length,
      planned_minutes: counted.reduce(
        (sum, chunk) => sum + (chunk.duration_minutes ?? (isUsual(chunk) ? usualMinutes : 0)),
        0,
      ),
      next_chunk: next?.id ?? null,
      next_title: next && (cleanLine(next.title) || next.id),
      outline: outlineOf(plan),
    },
    /** Number of chunks without a duration, which count as `usualMinutes`. */
    usual: counted.filter(isUsual).length,
    chunks: chunks.map(({ id, title, status, duration_minutes, objectives, resources, deliverable }, position) => ({
      id,
      position,
      title: cleanLine(title) || id,
      status,
      duration_minutes,
      objectives,
      resources,
      deliverable,
    })),
  }
}

/** Members of a plan that are not in its markdown. */
export type PlanSettings = Pick<PlanRow, 'goal_id' | 'project_id' | 'scheduler' | 'retention'>

/** Default links and scheduler of a new plan. */
export const defaultPlanLinks: PlanSettings = {
  goal_id: null,
  project_id: null,
  scheduler: 'fsrs',
  retention: usualRetention,
}

/** A plan to write. Times are epoch ms. */
export type PutPlan = {
  id: string
  plan: ReadPlan
  links: PlanSettings
  created_at: number
  updated_at: number
  deleted_at: number | null
}

/** Columns copied unchanged into a stored plan. */
const columns = [
  ...Object.keys(PlanRow.omit({ id: true, seq: true, created_at: true }).shape),
  ...['outline', 'deleted_at'],
]

/** Characters of JSON from which a document is bound separately, because D1 binds values of up to 2 MB. */
const boundApart = 200_000

const rowOf = ({ plan, links, ...row }: PutPlan) => {
  const { plan: values, chunks } = derivedColumns(plan)
  return { ...row, ...links, ...values, tags: JSON.stringify(values.tags), chunks: JSON.stringify(chunks) }
}

const bound = (plans: PutPlan[]): { json: string; content: SqlPart; chunks: SqlPart }[] => {
  const rows = plans.map((plan) => ({ ...rowOf(plan), content: formatLines(plan.plan.lines) }))
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
 * Adds plans with their chunks, or overwrites stored ones. Has no guard.
 * @param keepsCreated if true, a stored plan that is not deleted keeps its `created_at`
 */
export const putPlans = (db: D1Database, userId: string, plans: PutPlan[], keepsCreated = false) =>
  bound(plans).flatMap(({ json, content, chunks }) => [
    sql(db)`
      INSERT INTO plans (user_id, id, ${columnList(columns)}, chunks, content, created_at, seq)
      SELECT ${userId}, value ->> 'id', ${jsonValues(columns)}, ${chunks}, ${content}, value ->> 'created_at',
        ${newSeq(userId)}
      FROM json_each(${json})
      WHERE true
      ON CONFLICT (user_id, id) DO UPDATE
      SET ${setExcluded([...columns, 'chunks', 'content', 'seq'])},
          created_at = iif(${Number(keepsCreated)} AND plans.deleted_at IS NULL, plans.created_at, excluded.created_at)`,
    ...saveChunksOf(db, userId, json, chunks),
  ])

/** Columns of a chunk except its id. */
export const chunkColumns = ['position', 'title', 'status', 'duration_minutes']

/** SQL for the local date when a chunk was completed; NULL for a chunk that was completed when added. */
const finishedOn = (userId: string) => part`iif(excluded.status <> 'completed', NULL, iif(
      plan_chunks.status = 'completed', plan_chunks.completed_on,
      (SELECT coalesce(latest_day, date('now')) FROM users WHERE id = ${userId})))`

/** Saves the chunks of plans. @param json chunks with their plan's id */
const saveChunksOf = (db: D1Database, userId: string, json: string, chunks: SqlPart) => [
  sql(db)`
    DELETE FROM plan_chunks
    WHERE user_id = ${userId} AND plan_id IN (SELECT value ->> 'id' FROM json_each(${json}))
      AND (plan_id, id) NOT IN (
        SELECT json_each.value ->> 'id', chunk.value ->> 'id'
        FROM json_each(${json}) JOIN json_each(${chunks}) AS chunk)`,
  sql(db)`
    INSERT INTO plan_chunks (user_id, plan_id, id, ${columnList(chunkColumns)})
    SELECT ${userId}, json_each.value ->> 'id', chunk.value ->> 'id', ${jsonValues(chunkColumns, 'chunk.')}
    FROM json_each(${json}) JOIN json_each(${chunks}) AS chunk
    WHERE true
    ON CONFLICT (user_id, plan_id, id) DO UPDATE
    SET ${setExcluded(chunkColumns)}, completed_on = ${finishedOn(userId)}
    WHERE (${columnList(chunkColumns)}) IS NOT (${columnList(chunkColumns, 'excluded.')})`,
]

/** Condition that selects plans by id. */
export const isOneOfPlans = (userId: string, ids: string[]) => part`
  plans.user_id = ${userId} AND plans.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** Maximum number of former texts kept per plan, and their total bytes. The latest text is always kept. */
const keptTexts = 100
const keptBytes = 2_000_000

/**
 * Stores the markdown of plans before the same batch replaces it, for Undo and later merges.
 * @param plans condition of their rows
 */
export const savePlanTexts = (db: D1Database, plans: SqlPart) => [
  sql(db)`
    INSERT INTO plan_texts (user_id, plan_id, seq, content_seq, content)
    SELECT plans.user_id, plans.id, change_heads.seq, plans.seq, plans.content
    FROM plans JOIN change_heads ON change_heads.user_id = plans.user_id
    WHERE ${plans} AND plans.deleted_at IS NULL
    ON CONFLICT DO NOTHING`,
  sql(db)`
    DELETE FROM plan_texts
    WHERE (user_id, plan_id, seq) IN (
      SELECT user_id, plan_id, seq
      FROM (
        SELECT plan_texts.user_id, plan_id, plan_texts.seq, row_number() OVER newest AS place,
          sum(octet_length(plan_texts.content)) OVER newest AS bytes
        FROM plans JOIN plan_texts ON plan_texts.user_id = plans.user_id AND plan_texts.plan_id = plans.id
        WHERE ${plans}
        WINDOW newest AS (PARTITION BY plan_texts.user_id, plan_id ORDER BY plan_texts.seq DESC))
      WHERE place > ${keptTexts} OR (place > 1 AND bytes > ${keptBytes}))`,
]

type Written = { id: string; plan: ReadPlan; links: PlanSettings; now: number }

/** Writes a plan with its chunks. Rolls the batch back unless `isAllowed`. */
const writePlan = (db: D1Database, userId: string, { id, plan, links, now }: Written, isAllowed: SqlPart) => [
  sql(db)`SELECT CASE WHEN ${isAllowed} THEN 1 ELSE ${stale} END`,
  ...putPlans(db, userId, [{ id, plan, links, created_at: now, updated_at: now, deleted_at: null }], true),
]

const stored = (userId: string, id: string) => part`
  SELECT 1 FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`

/**
 * Adds a plan with its chunks. Replaces a deleted plan with the same id; an existing plan rolls the batch back.
 * @param now epoch ms
 */
export const addPlan = (db: D1Database, userId: string, plan: ReadPlan, links: PlanSettings, now: number) => {
  const { id } = plan.head
  return writePlan(db, userId, { id, plan, links, now }, part`NOT EXISTS (${stored(userId, id)})`)
}

/** Saves markdown and links based on version `seq`. A newer version rolls the batch back. @param now epoch ms */
export const savePlan = (
  db: D1Database,
  userId: string,
  id: string,
  plan: ReadPlan,
  links: PlanSettings,
  seq: number,
  now: number,
) => [
  ...savePlanTexts(db, isOneOfPlans(userId, [id])),
  ...writePlan(db, userId, { id, plan, links, now }, part`EXISTS (${stored(userId, id)} AND seq = ${seq})`),
]

/** Stores for Undo which rows an edit in the same batch moves; see `moveToChunk`. */
export const saveMovedRows = (db: D1Database, userId: string, id: string, moved: SqlPart) => sql(db)`
  UPDATE plan_texts SET moved = ${moved}
  WHERE user_id = ${userId} AND plan_id = ${id} AND seq = ${newSeq(userId)}`

/** Columns of a deleted plan, or of a copy that was left: it is not shared, and a copy keeps no text. */
const unshared = constant(`
  shared_at = NULL,
  content = iif(owner_id IS NULL, content,
    '---' || char(10) || 'id: ' || id || char(10) || 'title: ' || json_quote(title) || char(10) || '---' || char(10)),
  chunks = iif(owner_id IS NULL, chunks, '[]'),
  outline = iif(owner_id IS NULL, outline, '')`)

/** Deletes plans. Copies of other people's plans also lose their text. @param now epoch ms */
export const deletePlans = (db: D1Database, userId: string, ids: string[], now: number) => sql(db)`
  UPDATE plans SET deleted_at = ${now}, seq = ${newSeq(userId)}, ${unshared}
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL`

export const deletePlan = (db: D1Database, userId: string, id: string, now: number) => [
  deletePlans(db, userId, [id], now),
  orStale(db),
]

/** Ends the sharing of a deleted plan. */
export const endSharing = (db: D1Database, userId: string, id: string) => sql(db)`
  UPDATE plans SET ${unshared}
  WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`

export const restorePlan = restoreRow('plans', ['stats'], part`AND owner_id IS NULL`)
