import { z } from 'zod'
import type { ChangeKey } from '../../changes/images'
import { jsonChunks, jsonColumn, newSeq, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import type { RevertChange } from '../../lib/feature'
import { updateRows } from '../../lib/resource/row-writes'
import { plural } from '../../lib/text/format'
import { formatLines } from './markdown/lines'
import { readPlan } from './markdown/read'
import { retagDocument, revertRetag, tagsOf } from './markdown/tags'
import { isOneOfPlans, savePlanTexts } from './put'

/** Kind of change parts that contain replaced lines of plans' markdown. */
const planTagsKind = 'plan_tags'

const PlanText = z.object({ id: z.string(), content: z.string(), updated_at: z.int() })
type PlanText = z.infer<typeof PlanText>

/** Plans with their markdown, including deleted plans. @param ids SELECT of their ids */
export const plansToRetag = (db: D1Database, userId: string, ids: SqlPart) =>
  rowsAs(
    PlanText,
    sql(db)`
      SELECT id, content, updated_at FROM plans
      WHERE user_id = ${userId} AND id IN (${ids})
      ORDER BY id`,
  )

const Hunk = z.object({ line: z.int(), was: z.string(), is: z.string() })

/** `is` is null if the front matter could not be edited. */
const PlanImage = z.object({
  id: z.string(),
  was: z.object({ tags: z.array(z.string()), updated_at: z.int() }),
  is: z.object({ tags: z.array(z.string()), hunks: z.tuple([Hunk, Hunk]), updated_at: z.int() }).nullable(),
})
type PlanImage = z.infer<typeof PlanImage>

type PlanWrite = { id: string; content: string; tags: string[]; updated_at: number }

/** Plans with new tags: their writes, and images for Undo. `garbled` lists plans that cannot be edited in place. */
export type PlanRetags = { writes: PlanWrite[]; images: PlanImage[]; garbled: string[] }

const opened = (content: string) => {
  const plan = readPlan(content)
  if ('errors' in plan) throw new Error('a stored plan is unreadable')
  return plan
}

/** Notes the plans whose tags could not be replaced, for the summary of the change. */
export const garbledNote = ({ length }: string[]) =>
  `${plural(length, 'plan')} left alone: ${length === 1 ? 'its' : 'their'} front matter can’t be edited`

/** Replaces tags in the markdown of plans. @param to null to remove them @param now epoch ms */
export const retagPlans = (plans: PlanText[], from: string[], to: string | null, now: number): PlanRetags => {
  const done: PlanRetags = { writes: [], images: [], garbled: [] }
  for (const { id, content, updated_at } of plans) {
    const plan = opened(content)
    const edit = retagDocument(plan, from, to, now)
    const was = { tags: tagsOf(plan), updated_at }
    if (edit === null || edit === 'garbled') {
      if (edit === 'garbled') done.garbled.push(id)
      done.images.push({ id, was, is: null })
    } else {
      const { lines, tags, hunks } = edit
      done.writes.push({ id, content: formatLines(lines), tags, updated_at: now })
      done.images.push({ id, was, is: { tags, hunks, updated_at: now } })
    }
  }
  return done
}

/** Writes the plans, and stores the replaced lines for Undo. @param now epoch ms */
export const savePlanTags = (
  db: D1Database,
  { userId, changeId }: ChangeKey,
  { writes, images }: PlanRetags,
  now: number,
) => [
  ...savePlanTexts(
    db,
    isOneOfPlans(
      userId,
      writes.map(({ id }) => id),
    ),
  ),
  ...updateRows(db, 'plans', userId, writes, { seq: newSeq(userId) }),
  ...jsonChunks(images).map(
    (chunk, index) => sql(db)`
      INSERT INTO change_parts (user_id, change_id, kind, number, rows, created_at)
      VALUES (${userId}, ${changeId}, ${planTagsKind}, ${index}, ${chunk}, ${now})`,
  ),
]

const ImagedPlan = z.object({
  image: jsonColumn(PlanImage),
  content: z.string().nullable(),
  updated_at: z.int().nullable(),
})

/** Images of plans in a change, with the plans' current rows. */
const imagedPlans = (db: D1Database, { userId, changeId }: ChangeKey) =>
  rowsAs(
    ImagedPlan,
    sql(db)`
      SELECT image.value AS image, content, updated_at
      FROM change_parts JOIN json_each(change_parts.rows) AS image
        LEFT JOIN plans ON plans.user_id = ${userId} AND plans.id = image.value ->> 'id'
      WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId}
        AND change_parts.kind = ${planTagsKind}
      ORDER BY change_parts.number, image.key`,
  )

/** Restores the tags of plans to those before a change, except in plans whose tags were edited since. */
export const revertPlanTags: RevertChange = async (db, of) => {
  const { userId } = of
  const writes: PlanWrite[] = []
  let edited = 0
  for (const { image, content, updated_at } of await imagedPlans(db, of)) {
    if (image.is === null || content === null) continue
    const { was, is, id } = image
    const lines = revertRetag(opened(content), was.tags, is)
    if (!lines) {
      edited += 1
      continue
    }
    const updatedAt = updated_at === is.updated_at ? was.updated_at : (updated_at ?? was.updated_at)
    writes.push({ id, content: formatLines(lines), tags: was.tags, updated_at: updatedAt })
  }
  return { writes: updateRows(db, 'plans', userId, writes, { seq: newSeq(userId) }), edited }
}
