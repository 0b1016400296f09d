import { plural } from '../lib/format'
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
