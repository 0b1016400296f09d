import { editChunk, editHead } from '../../functions/learning/plans/markdown/edit'
import { readPlan } from '../../functions/learning/plans/markdown/read'
import type { SessionData } from '../../functions/programs/sync/core/protocol'
import type { Store } from '../store/open'
import { shownRow } from '../sync/shown'
import { write } from '../sync/write'
import { planData } from './plans'

/** Puts a chunk that is not started in progress, and its plan, as the browser does where time is tracked on it. */
export const beginChunk = (
  { device }: Store,
  { plan_id, chunk_id }: Pick<SessionData, 'plan_id' | 'chunk_id'>,
  now: number,
) => {
  const plan = plan_id === null || chunk_id === null ? null : shownRow(device, 'plan', plan_id)
  if (!plan || plan_id === null || chunk_id === null) return
  const before = readPlan(plan.content)
  if ('errors' in before) return
  if (before.chunks.find(({ id }) => id === chunk_id)?.status !== 'not_started') return
  const content = editChunk(before, chunk_id, { status: 'in_progress' }, now)
  const begun = content === null || content === 'garbled' ? null : readPlan(content)
  if (begun === null || 'errors' in begun) return
  const text = editHead(begun, { status: 'in_progress' }, now)
  const after = text === 'garbled' ? null : readPlan(text)
  if (after === null || 'errors' in after) return
  write(device, 'plan', plan_id, planData(after, text, plan), now)
}
