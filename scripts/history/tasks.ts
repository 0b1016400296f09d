import { jsonChunks, sql } from '../../functions/lib/db/sql'
import type { TaskRow } from '../../functions/tasks/tasks/schema'

export type HistoryTask = Pick<
  TaskRow,
  | ('id' | 'title' | 'priority' | 'status' | 'date' | 'position' | 'estimated_minutes' | 'goal_id' | 'project_id')
  | ('repeat' | 'repeat_from' | 'repeats' | 'completed_at' | 'completed_on' | 'created_at')
>

/** Numbers the open tasks of each date from 1 on; others get 0. */
export const positioned = <T extends Pick<HistoryTask, 'status' | 'date'>>(tasks: T[]) => {
  const last = new Map<string | null, number>()
  return tasks.map((task) => {
    if (task.status === 'done' || task.status === 'cancelled') return { ...task, position: 0 }
    const position = (last.get(task.date) ?? 0) + 1
    last.set(task.date, position)
    return { ...task, position }
  })
}

export const addTasks = (db: D1Database, userId: string, tasks: HistoryTask[]) =>
  jsonChunks(tasks).map(
    (chunk) => sql(db)`
      INSERT INTO tasks (user_id, id, title, priority, status, date, position, estimated_minutes, goal_id, project_id,
        repeat, repeat_from, repeats, completed_at, completed_on, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'title', value ->> 'priority', value ->> 'status', value ->> 'date',
        value ->> 'position', value ->> 'estimated_minutes', value ->> 'goal_id', value ->> 'project_id',
        value ->> 'repeat', value ->> 'repeat_from', value ->> 'repeats', value ->> 'completed_at',
        value ->> 'completed_on', (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at',
        coalesce(value ->> 'completed_at', value ->> 'created_at')
      FROM json_each(${chunk})`,
  )
