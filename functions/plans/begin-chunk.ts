import { setChunkStatus } from './markdown/edit'
import { editHead } from './markdown/head'
import { readPlan } from './markdown/read'
import { savePlan } from './put'
import type { PlanRow } from './schema'

export type StoredPlan = Pick<PlanRow, 'id' | 'goal_id' | 'project_id' | 'scheduler' | 'seq' | 'status'> & {
  content: string
}

/** Puts a chunk that is not started in progress, and its plan. A newer version of the plan rolls the batch back. */
export const beginChunk = (db: D1Database, userId: string, plan: StoredPlan, chunkId: string, now: number) => {
  const before = readPlan(plan.content)
  const content = 'errors' in before ? null : setChunkStatus(before, chunkId, 'in_progress', now)
  const begun = content === null || content === 'garbled' ? null : readPlan(content)
  if (begun === null || 'errors' in begun) return []
  const text = editHead(begun, { status: 'in_progress' }, now)
  const after = text === 'garbled' ? begun : readPlan(text)
  return 'errors' in after ? [] : savePlan(db, userId, plan.id, after, plan, plan.seq, now)
}
