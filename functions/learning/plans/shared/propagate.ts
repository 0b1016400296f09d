import { z } from 'zod'
import { constant, orStale, part, rowsAs, type SqlPart, sql, stale } from '../../../lib/db/sql'
import { ProblemError } from '../../../lib/http/problem'
import { columnsOf } from '../../../lib/resource/row-reads'
import type { ReadPlan } from '../markdown/read'
import { putPlans, savePlanTexts } from '../put'
import { PlanRow, readOnlyText, Sharing } from '../schema'
import { parseDerived, personalText, sharedText } from './document'

export const SharedPlan = z.object({
  ...PlanRow.pick({ id: true }).shape,
  ...Sharing.pick({ owner_id: true, owner_plan_id: true, permission: true, shared_at: true }).shape,
  owner: z.string().nullable(),
})
export type SharedPlan = z.output<typeof SharedPlan>

/** Maximum number of versions kept of a plan. */
const keptVersions = 100

export const isShared = ({ owner_id, shared_at }: Pick<SharedPlan, 'owner_id' | 'shared_at'>) =>
  owner_id !== null || shared_at !== null

const refused = (detail: string) =>
  new ProblemError({ status: 403, code: 'read_only', title: 'You can’t change this plan', detail })

const ended = ({ owner }: Pick<SharedPlan, 'owner'>) =>
  refused(`${owner} no longer shares this plan. To change it, keep a copy under Shared with me.`)

/** Problem of editing a shared plan with read permission, or one whose sharing has ended. */
export const readOnlyProblem = ({ owner, is_ended }: Pick<SharedPlan, 'owner'> & { is_ended?: boolean }) =>
  is_ended
    ? ended({ owner })
    : refused(`${readOnlyText({ owner })}. You can change your own progress, sessions and cards.`)

/** Owner and id of the original; for an own plan, of the plan itself. */
export const originalOf = (userId: string, row: Pick<SharedPlan, 'id' | 'owner_id' | 'owner_plan_id'>) => ({
  ownerId: row.owner_id ?? userId,
  planId: row.owner_plan_id ?? row.id,
})

/** Condition that selects the rows of a shared plan: the original and the copies in use. */
export const sharedRows = (
  { ownerId, planId }: ReturnType<typeof originalOf>,
  sharedAt: number | null,
): SqlPart => part`
      ((plans.user_id = ${ownerId} AND plans.id = ${planId})
        OR (plans.owner_id = ${ownerId} AND plans.owner_plan_id = ${planId}))
      AND plans.shared_at = ${sharedAt} AND plans.deleted_at IS NULL`

/** Condition that a copy's original is still shared with its person. */
export const isInUse = constant(`EXISTS (
        SELECT 1 FROM plans AS original
        WHERE original.user_id = plans.owner_id AND original.id = plans.owner_plan_id
          AND original.shared_at = plans.shared_at AND original.deleted_at IS NULL)`)

const Other = z.object({
  user_id: z.string(),
  restore_id: z.string().nullable(),
  ...PlanRow.pick({
    id: true,
    seq: true,
    goal_id: true,
    project_id: true,
    scheduler: true,
    retention: true,
    created_at: true,
  }).shape,
  content: z.string(),
})
type Other = z.output<typeof Other>

/** Advances the versions of other people whose rows the batch writes, unless their data is being restored. */
export const advanceVersions = (db: D1Database, people: { user_id: string }[]) => sql(db)`
  UPDATE change_heads SET seq = seq + 1, stats_seq = seq + 1
  WHERE user_id IN (SELECT value FROM json_each(${JSON.stringify(people.map(({ user_id }) => user_id))})) AND restore_id IS NULL
  RETURNING user_id, seq, stats_seq, whitelist_seq, timer_seq`

/** Guard: rolls the batch back if rows of other people changed since they were read. */
const unchanged = (db: D1Database, others: Other[], sharedAt: number | null) => {
  const keys = JSON.stringify(others.map(({ user_id, id, seq }) => ({ user_id, id, seq })))
  return sql(db)`
    SELECT CASE WHEN count(*) = ${others.length} THEN 1 ELSE ${stale} END
    FROM json_each(${keys})
    JOIN plans ON plans.user_id = value ->> 'user_id' AND plans.id = value ->> 'id' AND plans.seq = value ->> 'seq'
      AND plans.shared_at = ${sharedAt} AND plans.deleted_at IS NULL`
}

type Version = { ownerId: string; planId: string; authorId: string }

/** Stores the text before the first change, and the text after each change. @param now epoch ms */
const versionWrites = (
  db: D1Database,
  { ownerId, planId, authorId }: Version,
  texts: [string, string],
  now: number,
) => {
  const kept = part`FROM plan_versions WHERE user_id = ${ownerId} AND plan_id = ${planId}`
  return [
    sql(db)`
      INSERT INTO plan_versions (user_id, plan_id, version, author_id, content, created_at)
      SELECT ${ownerId}, ${planId}, 1, ${ownerId}, ${texts[0]}, shared_at
      FROM plans WHERE user_id = ${ownerId} AND id = ${planId} AND NOT EXISTS (SELECT 1 ${kept})`,
    sql(db)`
      INSERT INTO plan_versions (user_id, plan_id, version, author_id, content, created_at)
      SELECT ${ownerId}, ${planId}, max(version) + 1, ${authorId}, ${texts[1]}, ${now} ${kept}`,
    sql(db)`
      DELETE FROM plan_versions
      WHERE user_id = ${ownerId} AND plan_id = ${planId} AND version <= (SELECT max(version) - ${keptVersions} ${kept})`,
  ]
}

/**
 * Writes a change of a shared plan’s text to the rows of all who share it, each with their own progress, in the same
 * batch as the author's row. Returns nothing if nobody shares the plan, or if only the author's own progress changed.
 * @param now epoch ms
 * @throws ProblemError 403 for people who may only read
 */
export const shareWrites = async (
  db: D1Database,
  userId: string,
  row: SharedPlan,
  [before, after]: [ReadPlan, ReadPlan],
  now: number,
): Promise<D1PreparedStatement[]> => {
  if (!isShared(row)) return []
  const [was, is] = [sharedText(before), sharedText(after)]
  if (was === is) return []
  if (row.permission === 'read') throw readOnlyProblem(row)
  const original = originalOf(userId, row)
  const sharing = await rowsAs(
    Other,
    sql(db)`
      SELECT plans.user_id, restore_id, ${columnsOf('plans', Other.omit({ user_id: true, restore_id: true }))}
      FROM plans JOIN change_heads ON change_heads.user_id = plans.user_id
      WHERE ${sharedRows(original, row.shared_at)} AND plans.user_id <> ${userId}`,
  )
  if (row.owner_id === null && sharing.length === 0) return []
  const others = sharing.filter(({ restore_id }) => restore_id === null)
  if (row.owner_id !== null && !others.some(({ user_id }) => user_id === row.owner_id)) throw ended(row)
  const puts = others.flatMap(({ user_id, id, goal_id, project_id, scheduler, retention, created_at, content }) => {
    const plan = parseDerived(personalText(after, parseDerived(content)))
    const links = { goal_id, project_id, scheduler, retention }
    return putPlans(db, user_id, [{ id, plan, links, created_at, updated_at: now, deleted_at: null }], true)
  })
  const author = { ...original, authorId: userId }
  return [
    unchanged(db, others, row.shared_at),
    ...(others.length > 0 ? [advanceVersions(db, others), orStale(db, others.length)] : []),
    ...savePlanTexts(db, part`${sharedRows(original, row.shared_at)} AND plans.user_id <> ${userId}`),
    ...puts,
    ...versionWrites(db, author, [versionText(before, original), versionText(after, original)], now),
  ]
}

/** Text stored for a version: the shared text, with the id of the original. */
export const versionText = (plan: ReadPlan, { planId }: Pick<ReturnType<typeof originalOf>, 'planId'>) =>
  personalText(parseDerived(sharedText(plan)), { id: planId })
