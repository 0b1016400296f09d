import { withQuery } from '../../../views/ui/links'
import { plural } from '../../lib/format'
import type { ChunkStatus, ListedPlan, PlanStatus } from './schema'

export const planStatusNames: Record<PlanStatus, string> = {
  not_started: 'Not started',
  in_progress: 'In progress',
  completed: 'Completed',
  archived: 'Archived',
}

export const chunkStatusNames: Record<ChunkStatus, string> = {
  not_started: 'Not started',
  in_progress: 'In progress',
  completed: 'Completed',
  skipped: 'Skipped',
}

/** Seconds that a plan is meant to take: its chunks' durations, else the hours of its front matter; 0 for unknown. */
export const plannedSeconds = ({
  planned_minutes,
  total_hours,
}: Pick<ListedPlan, 'planned_minutes' | 'total_hours'>) =>
  planned_minutes > 0 ? planned_minutes * 60 : Math.round((total_hours ?? 0) * 3600)

type Counts = Pick<ListedPlan, 'chunk_count' | 'completed_count' | 'skipped_count'>

export const isOpen = ({ status }: Pick<ListedPlan, 'status'>) => status === 'not_started' || status === 'in_progress'

/** True when nothing is left to do, and something was done. */
export const isDone = ({ chunk_count, completed_count, skipped_count }: Counts) =>
  completed_count > 0 && completed_count + skipped_count === chunk_count

/** `2 of 5 chunks done, 1 skipped` */
export const chunksText = ({ chunk_count, completed_count, skipped_count }: Counts) => {
  if (chunk_count === 0) return 'No chunks'
  const counted = chunk_count - skipped_count
  const done = `${completed_count} of ${counted} ${counted === 1 ? 'chunk' : 'chunks'} done`
  return skipped_count > 0 ? `${done}, ${skipped_count} skipped` : done
}

/** `3 cards due` */
export const dueText = (count: number) => `${plural(count, 'card')} due`

/** Ids have only characters that an address takes as they are. */
export const planPath = (id: string, action?: string) =>
  action === undefined ? `/plans/${id}` : `/plans/${id}/${action}`

/** `/plans`, of a tag and after a plan where they are given. */
export const plansPath = ({ tag, after }: { tag?: string; after?: string }) =>
  withQuery('/plans', [
    ['tag', tag || undefined],
    ['after', after],
  ])

/** The form of a new card from a chunk. */
export const chunkCardPath = (plan: string, chunk: string) => `/cards/new?${new URLSearchParams({ plan, chunk })}`

/** The review of a plan's cards. */
export const reviewOf = (planId: string) => `/review?plan=${planId}`

export const chunkPath = (planId: string, chunkId: string, action: string) =>
  planPath(planId, `chunks/${chunkId}/${action}`)

/** The page on which a plan is edited chunk by chunk. */
export const chunksPath = (id: string, chunkId?: string) =>
  planPath(id, chunkId === undefined ? 'chunks' : `chunks#chunk-${chunkId}`)

/** Takes back the edit that made the version, unless another came since. `list=chunks` answers with the list of chunks, in place of the plan. */
export const undoPath = ({ id, seq }: Pick<ListedPlan, 'id' | 'seq'>, list?: 'chunks') =>
  planPath(id, `undo?seq=${seq}${list ? `&list=${list}` : ''}`)
