import type { StoredPlan } from '../../learning/plans/load'
import type { ChunkStatus } from '../../learning/plans/schema'
import { sql } from '../../lib/db/sql'

/** The plan that a session's time counts for, and the chunk within it. */
export type PlanLink = { plan_id: string | null; chunk_id: string | null }

export const noPlan: PlanLink = { plan_id: null, chunk_id: null }

/** Value of a form's field: `plan` or `plan/chunk`. */
export const linkText = ({ plan_id, chunk_id }: PlanLink) => [plan_id ?? '', ...(chunk_id ? [chunk_id] : [])].join('/')

/** Subjects of a link in the ledger, chunk first. */
export const linkSubjects = ({ plan_id, chunk_id }: Partial<PlanLink>) => [
  ...(plan_id && chunk_id ? [`chunk:${plan_id}/${chunk_id}`] : []),
  ...(plan_id ? [`plan:${plan_id}`] : []),
]

/** Merges the errors of plan and chunk, which are one field in a form. */
export const formErrors = <E extends LinkErrors>({ plan_id, chunk_id, ...errors }: E) => {
  const plan = plan_id ?? chunk_id
  return plan ? { ...errors, plan } : errors
}

/** Link after an edit. A new plan removes the old plan's chunk. */
export const editedLink = (edit: Partial<PlanLink>, stored: PlanLink): PlanLink => {
  const plan_id = edit.plan_id === undefined ? stored.plan_id : edit.plan_id
  if (edit.chunk_id !== undefined) return { plan_id, chunk_id: edit.chunk_id }
  return { plan_id, chunk_id: plan_id === stored.plan_id ? stored.chunk_id : null }
}

type LinkedPlan = StoredPlan & {
  /** Null if the plan does not have the chunk. */
  chunk_status: ChunkStatus | null
}

/** Plan of a link; null if it is deleted or belongs to another person. */
const linkedPlan = (db: D1Database, userId: string, { plan_id, chunk_id }: PlanLink) =>
  sql(db)`
    SELECT plans.id, goal_id, project_id, scheduler, retention, seq, plans.status, content, plan_chunks.status AS chunk_status
    FROM plans
    LEFT JOIN plan_chunks ON plan_chunks.user_id = plans.user_id AND plan_chunks.plan_id = plans.id
      AND plan_chunks.id = ${chunk_id}
    WHERE plans.user_id = ${userId} AND plans.id = ${plan_id} AND deleted_at IS NULL`.first<LinkedPlan>()

type LinkErrors = Partial<Record<keyof PlanLink, string[]>>

/** `begin` returns writes that begin the chunk, unless the time ends in the future. `errors`: null for a valid link. */
type CheckedLink = { errors: LinkErrors | null; begin: (now: number, ended_at?: number) => D1PreparedStatement[] }

const checked = (errors: LinkErrors | null): CheckedLink => ({ errors, begin: () => [] })

/** Checks a link. A link equal to `stored` is accepted even if its plan was deleted since. */
export const checkLink = async (
  db: D1Database,
  userId: string,
  link: PlanLink,
  stored: Partial<PlanLink> = noPlan,
): Promise<CheckedLink> => {
  const { plan_id, chunk_id } = link
  if (plan_id === null) return checked(chunk_id === null ? null : { chunk_id: ['Choose the plan of this chunk, too'] })
  const isKept = plan_id === stored.plan_id
  if (isKept && (chunk_id === null || chunk_id === stored.chunk_id)) return checked(null)
  const plan = await linkedPlan(db, userId, link)
  if (!plan)
    return checked(isKept ? { chunk_id: ['This plan is deleted'] } : { plan_id: ['Choose a plan from the list'] })
  if (chunk_id === null) return checked(null)
  if (plan.chunk_status === null) return checked({ chunk_id: ['Choose a chunk of this plan'] })
  if (plan.chunk_status !== 'not_started') return checked(null)
  const { beginChunk } = await import('../../learning/plans/load')
  const begun = (now: number) => beginChunk(db, userId, plan, chunk_id, now)
  return { errors: null, begin: (now, ended_at = now) => (ended_at > now ? [] : begun(now)) }
}
