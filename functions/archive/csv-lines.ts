import { z } from 'zod'
import type { Row } from '../export/queries'
import { LogEntry } from '../sessions/csv/entry'
import { timeLogLines } from '../sessions/csv/write'
import type { Names } from './names'

const list = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.string()))

const Ended = LogEntry.omit({ project: true, client: true, goal: true, plan: true, chunk: true, task: true }).extend({
  id: z.string(),
  project_id: z.string().nullable(),
  plan_id: z.string().nullable(),
  chunk_id: z.string().nullable(),
  tags: list,
  artifacts: list,
})

/** Lines of sessions.csv for rows of the table that are counted. */
export const csvLines = (rows: Row[], { projects, goals, tasks }: Names) =>
  timeLogLines(
    rows
      .filter((row) => row.status === 'completed' && row.deleted_at === null)
      .map((row) => {
        const { project_id, plan_id, chunk_id, ...session } = Ended.parse(row)
        const project = project_id === null ? undefined : projects.get(project_id)
        return {
          ...session,
          project: project?.name ?? null,
          client: project?.client ?? '',
          goal: session.goal_id === null ? null : (goals.get(session.goal_id) ?? null),
          plan: plan_id,
          chunk: chunk_id,
          task: session.task_id === null ? null : (tasks.get(session.task_id) ?? null),
        }
      }),
  )
