import type { Row } from '../export/queries'
import { timeLogLines } from '../sessions/csv/write'
import type { Names } from './names'

const text = (value: Row[string] | undefined) => String(value ?? '')
const textOrNull = (value: Row[string] | undefined) => (value == null ? null : String(value))
const texts = (value: Row[string] | undefined): string[] => JSON.parse(text(value) || '[]')

/** Lines of sessions.csv for rows of the table that are counted. Rows are not parsed by a schema: there are too many. */
export const csvLines = (rows: Row[], { projects, goals, plans, tasks }: Names) =>
  timeLogLines(
    rows
      .filter((row) => row.status === 'completed' && row.deleted_at === null)
      .map((row) => {
        const project = projects.get(text(row.project_id))
        return {
          id: text(row.id),
          started_at: Number(row.started_at),
          ended_at: Number(row.ended_at),
          duration_seconds: Number(row.duration_seconds),
          time_zone: text(row.time_zone),
          project: project?.name ?? null,
          client: project?.client ?? '',
          goal: goals.get(text(row.goal_id)) ?? null,
          goal_id: textOrNull(row.goal_id),
          title: text(row.title),
          notes: text(row.notes),
          tags: texts(row.tags),
          day_start_minute: Number(row.day_start_minute),
          plan: textOrNull(row.plan_id),
          chunk: textOrNull(row.chunk_id),
          plan_title: plans.get(text(row.plan_id)) ?? null,
          task: tasks.get(text(row.task_id)) ?? null,
          task_id: textOrNull(row.task_id),
          artifacts: texts(row.artifacts),
        }
      }),
  )
