import { spanAt, type Zone } from '../../../lib/time/days'
import type { ListedTask } from '../schema'

/** A task with a time of day, its start and end (epoch ms), and the length at which it is drawn. */
export type ScheduledTask = ListedTask & { duration_minutes: number | null; times: { start: number; end: number } }

/** Tasks that have a time, with their start and end. */
export const scheduledTasks = (tasks: ListedTask[], zone: Zone) =>
  tasks.flatMap((task): ScheduledTask[] => {
    if (task.date === null || task.at === null) return []
    const minutes = task.estimated_minutes
    return [{ ...task, duration_minutes: minutes, times: spanAt(task.date, task.at, minutes, zone) }]
  })

/** Fields of a session for a task: its project, goal and plan, unless deleted. */
export const sessionFields = ({ id: task_id, title, ...task }: ListedTask) => {
  const { project_id, project_name, goal_id, goal_title, plan_id, plan_title } = task
  const filed = { project_id: project_name && project_id, goal_id: goal_title && goal_id, plan: plan_title && plan_id }
  return Object.entries({ task_id, title, ...filed }).flatMap(([name, value]) => (value ? [[name, value]] : []))
}
