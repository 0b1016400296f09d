import { z } from 'zod'
import { plural } from '../lib/format'
import { batchRows } from '../lib/jobs/batches'
import { constant, jsonChunks, jsonColumn, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { joined } from '../plans/markdown/lines'
import { readPlan } from '../plans/markdown/read'
import { retagged, retaggedBack, tagsOf } from '../plans/markdown/tags'
import type { ChangeKey } from './images'

/** Names the parts of a change that have what it did to the markdown of plans. */
export const planTagsKind = 'plan_tags'

/** Characters of markdown for which as much is reckoned as for a row that is written. */
const charactersPerRow = 100

/** Rows that the tags of a plan write at most, beside its text. */
const perPlan = 60

/** Estimates what it takes to write plans, as `rowsToEdit` does for a session. */
export const rowsOfPlans = (plans: { content: string }[]) =>
  plans.reduce((sum, { content }) => sum + perPlan + content.length / charactersPerRow, 0)

const PlanText = z.object({ id: z.string(), content: z.string(), updated_at: z.int(), left_count: z.int() })
/** A plan with its markdown. `left_count` counts it and those behind it that were not read. */
export type PlanText = z.infer<typeof PlanText>

const sizeOf = constant(`coalesce(length(content), 0) + ${perPlan * charactersPerRow}`)

/** Condition of the rows, in their order, whose texts together are not too long for one batch. */
const untilTooLong = () => part`total <= ${batchRows * charactersPerRow} OR number = 1`

/**
 * Plans with these ids, of which as many are read as one batch could write; deleted ones too.
 * @param ids a query of their ids
 */
export const plansToRetag = (db: D1Database, userId: string, ids: SqlPart) =>
  rowsAs(
    PlanText,
    sql(db)`
      WITH sized AS (
        SELECT id, row_number() OVER (ORDER BY id) AS number, count(*) OVER () AS left_count,
          sum(${sizeOf}) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS total
        FROM plans
        WHERE user_id = ${userId} AND id IN (${ids}))
      SELECT plans.id, content, updated_at, left_count
      FROM sized JOIN plans ON plans.user_id = ${userId} AND plans.id = sized.id
      WHERE ${untilTooLong()}
      ORDER BY plans.id`,
  )

const Hunk = z.object({ line: z.int(), was: z.string(), is: z.string() })

/** `is` is null where the front matter could not be edited. */
const PlanImage = z.object({
  id: z.string(),
  was: z.object({ tags: z.array(z.string()), updated_at: z.int() }),
  is: z.object({ tags: z.array(z.string()), hunks: z.tuple([Hunk, Hunk]), updated_at: z.int() }).nullable(),
})
type PlanImage = z.infer<typeof PlanImage>

type PlanWrite = { id: string; content: string; tags: string[]; updated_at: number }

/** Plans with other tags: what to write, and what to keep for Undo. `garbled` are those that stay as they are. */
export type PlanRetags = { writes: PlanWrite[]; images: PlanImage[]; garbled: string[] }

const opened = (content: string) => {
  const plan = readPlan(content)
  if ('errors' in plan) throw new Error('a stored plan is unreadable')
  return plan
}

/** Tells of plans whose tags stay, for the summary of the change. */
export const garbledNote = ({ length }: string[]) =>
  `${plural(length, 'plan')} left alone: ${length === 1 ? 'its' : 'their'} front matter can’t be edited`

/** Replaces tags in the markdown of plans. @param to null to take them away. @param now epoch ms */
export const retagPlans = (plans: PlanText[], from: string[], to: string | null, now: number): PlanRetags => {
  const done: PlanRetags = { writes: [], images: [], garbled: [] }
  for (const { id, content, updated_at } of plans) {
    const plan = opened(content)
    const edit = retagged(plan, from, to, now)
    const was = { tags: tagsOf(plan), updated_at }
    if (edit === null || edit === 'garbled') {
      if (edit === 'garbled') done.garbled.push(id)
      done.images.push({ id, was, is: null })
    } else {
      const { lines, tags, hunks } = edit
      done.writes.push({ id, content: joined(lines), tags, updated_at: now })
      done.images.push({ id, was, is: { tags, hunks, updated_at: now } })
    }
  }
  return done
}

const save = (db: D1Database, userId: string, plans: PlanWrite[]) =>
  jsonChunks(plans.map(({ tags, ...plan }) => ({ ...plan, tags: JSON.stringify(tags) }))).map(
    (chunk) => sql(db)`
      UPDATE plans
      SET content = value ->> 'content', tags = value ->> 'tags', updated_at = value ->> 'updated_at',
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${chunk})
      WHERE plans.user_id = ${userId} AND plans.id = value ->> 'id'`,
  )

/** Writes the plans, and keeps for Undo what was done to them, in parts from `firstPart` on. @param now epoch ms */
export const savePlanTags = (
  db: D1Database,
  { userId, changeId }: ChangeKey,
  { writes, images }: PlanRetags,
  now: number,
  firstPart = 0,
) => [
  ...save(db, userId, writes),
  ...jsonChunks(images).map(
    (chunk, index) => sql(db)`
      INSERT INTO change_parts (user_id, change_id, kind, number, rows, created_at)
      VALUES (${userId}, ${changeId}, ${planTagsKind}, ${firstPart + index}, ${chunk}, ${now})`,
  ),
]

/** Condition of the plans that a change has not tried to edit in vain. */
export const notGarbled = ({ userId, changeId }: ChangeKey) => part`
  id NOT IN (
    SELECT image.value ->> 'id' FROM change_parts JOIN json_each(change_parts.rows) AS image
    WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${planTagsKind}
      AND image.value ->> 'is' IS NULL)`

const ImagedPlan = z.object({
  part: z.int(),
  image: jsonColumn(PlanImage),
  content: z.string().nullable(),
  updated_at: z.int().nullable(),
  left_count: z.int(),
})
export type ImagedPlan = z.infer<typeof ImagedPlan>

/** Images of plans with these as they are now, of the first parts of a change, as many as one batch could write. @param when condition */
export const imagedPlans = (db: D1Database, { userId, changeId }: ChangeKey, when: SqlPart = constant('true')) =>
  rowsAs(
    ImagedPlan,
    sql(db)`
      WITH imaged AS (
        SELECT change_parts.number AS part, image.key AS place, image.value AS image, image.value ->> 'id' AS id, content
        FROM change_parts JOIN json_each(change_parts.rows) AS image
          LEFT JOIN plans ON plans.user_id = ${userId} AND plans.id = image.value ->> 'id'
        WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId}
          AND change_parts.kind = ${planTagsKind} AND ${when}),
      sized AS (
        SELECT part, image, place, id, count(*) OVER () AS left_count,
          row_number() OVER (ORDER BY part, place) AS number,
          sum(${sizeOf}) OVER (ORDER BY part, place ROWS UNBOUNDED PRECEDING) AS total
        FROM imaged)
      SELECT part, image, content, plans.updated_at, left_count
      FROM sized LEFT JOIN plans ON plans.user_id = ${userId} AND plans.id = sized.id
      WHERE ${untilTooLong()}
      ORDER BY part, place`,
  )

/** Gives plans back the tags that they had before, where these were not edited since. */
export const restorePlanTags = (db: D1Database, userId: string, imaged: ImagedPlan[]) => {
  const writes: PlanWrite[] = []
  let edited = 0
  for (const { image, content, updated_at } of imaged) {
    if (image.is === null || content === null) continue
    const { was, is, id } = image
    const lines = retaggedBack(opened(content), was.tags, is)
    if (!lines) {
      edited += 1
      continue
    }
    const updatedAt = updated_at === is.updated_at ? was.updated_at : (updated_at ?? was.updated_at)
    writes.push({ id, content: joined(lines), tags: was.tags, updated_at: updatedAt })
  }
  return { writes: save(db, userId, writes), edited }
}
