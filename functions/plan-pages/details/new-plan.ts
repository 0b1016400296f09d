import type { Org } from '../../lib/org'
import { conflict, retry } from '../../lib/retry'
import { freeId, idFrom, newDocument, readSent } from '../../plans/document'
import { addChunk, newChunkId } from '../../plans/markdown/blocks'
import { editHead } from '../../plans/markdown/head'
import { type ReadPlan, readPlan } from '../../plans/markdown/read'
import { idsLike } from '../../plans/queries'
import { addPlan } from '../../plans/writes'
import { commitNamed } from '../../projects/writes'
import { generalProject } from '../../sessions/general'
import type { NewPlanForm } from './schema'

/** The document of a new plan; null where a title would be read as something else. @param now epoch ms */
const documentOf = ({ title, tags, total_hours, chunks }: NewPlanForm, id: string, now: number): ReadPlan | null => {
  const start = newDocument({ title, tags }, id, now)
  const begun = 'lines' in start ? readPlan(editHead(start, { total_hours }, now)) : null
  if (begun === null || 'errors' in begun) return null
  let plan = begun
  for (const chunk of chunks) {
    const values = {
      ...chunk,
      status: 'not_started',
      objectives: [],
      resources: [],
      deliverable: '',
      text: '',
    } as const
    const text = addChunk(plan, newChunkId(plan), { ...values, objectives: [], resources: [] }, null, now)
    const next = text === null ? null : readSent(text)
    if (next === null || 'errors' in next) return null
    plan = next
  }
  return plan
}

/**
 * Adds a plan with an id made from its title; returns the id, or null where its document is none. Under an organization
 * a plan without a project goes to its general one.
 */
export const addFromForm = (db: D1Database, userId: string, org: Org, form: NewPlanForm): Promise<string | null> =>
  retry(async () => {
    const now = Date.now()
    const start = idFrom(form.title)
    const [taken, general] = await Promise.all([
      idsLike(db, userId, start),
      form.project_id ? null : generalProject(db, userId, org),
    ])
    const plan = documentOf(form, freeId(start, taken), now)
    if (plan === null) return null
    const { goal_id, scheduler } = form
    const project_id = form.project_id ?? general?.id ?? null
    const writes = [
      ...(general?.writes(now) ?? []),
      ...addPlan(db, userId, plan, { goal_id, project_id, scheduler }, now),
    ]
    return (await commitNamed(db, userId, ['stats'], writes)) === 'done' ? plan.head.id : conflict
  })
