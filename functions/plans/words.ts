import type { ChunkStatus, PlanStatus } from './schema'

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
