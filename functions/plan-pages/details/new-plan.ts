import { conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'
import { freeId, idFrom, newDocument, readSent } from '../../plans/document'
import { addChunk, newChunkId } from '../../plans/markdown/blocks'
import { editHead } from '../../plans/markdown/head'
import { type ReadPlan, readPlan } from '../../plans/markdown/read'
import { idsLike } from '../../plans/queries'
import { addPlan } from '../../plans/writes'
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

/** Adds a plan with an id made from its title; returns the id, or null where its document is none. */
export const addFromForm = (db: D1Database, userId: string, form: NewPlanForm): Promise<string | null> =>
  retry(async () => {
    const now = Date.now()
    const start = idFrom(form.title)
    const plan = documentOf(form, freeId(start, await idsLike(db, userId, start)), now)
    if (plan === null) return null
    const { goal_id, project_id, scheduler } = form
    const writes = addPlan(db, userId, plan, { goal_id, project_id, scheduler }, now)
    return (await commit(db, userId, ['stats'], writes)) ? plan.head.id : conflict
  })
