import type { ReadPlan } from './markdown/read'

/** What the columns of a plan and its chunks hold, read from its markdown. */
export const derived = ({ head, chunks }: ReadPlan) => {
  const of = (status: string) => chunks.filter((chunk) => chunk.status === status)
  const counted = chunks.filter(({ status }) => status !== 'skipped')
  const next = of('in_progress')[0] ?? of('not_started')[0] ?? null
  return {
    plan: {
      title: head.title,
      status: head.status,
      tags: head.tags,
      total_hours: head.total_hours,
      chunk_count: chunks.length,
      completed_count: of('completed').length,
      skipped_count: of('skipped').length,
      planned_minutes: counted.reduce((sum, { duration_minutes }) => sum + (duration_minutes ?? 0), 0),
      next_chunk: next?.id ?? null,
      next_title: next?.title ?? null,
    },
    chunks: chunks.map(({ id, title, status, duration_minutes, objectives, resources, deliverable }, position) => ({
      id,
      position,
      title,
      status,
      duration_minutes,
      objectives,
      resources,
      deliverable,
    })),
  }
}
