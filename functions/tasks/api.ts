import { z } from 'zod'
import { dateInput, idInput, orgInput, SearchFilter } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { TaskJson, taskBodies } from './json'
import { tasks } from './queries'
import { taskResource } from './resource'
import { taskPriority, taskStatus } from './schema'

export const TaskFilter = {
  status: taskStatus.optional(),
  priority: taskPriority.optional(),
  date: z
    .union([z.literal('none'), dateInput], 'Enter a date, such as 2026-03-08, or none')
    .optional()
    .meta({ description: 'Planned for this local day; `none` for someday.' }),
  goal_id: idInput.optional(),
  project_id: idInput.optional(),
  plan_id: idInput.optional(),
  org: orgInput,
  q: SearchFilter.meta({ description: 'Words and "phrases" in title and description.' }),
}

/** `/api/v1/tasks` */
export const tasksApi = resourceApi(taskResource, {
  aName: 'a task',
  tag: 'Tasks',
  schema: TaskJson,
  ...taskBodies,
  filter: TaskFilter,
  list: tasks,
})
