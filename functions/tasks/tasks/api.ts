import { z } from 'zod'
import { dateInput, idInput, orgInput, SearchFilter } from '../../lib/api/values'
import { kindApi } from '../../lib/resource/api'
import { tagFilter } from '../../lib/tags'
import { tasks } from './queries'
import { taskResource } from './resource'
import { taskKind, taskPriority, taskStatus } from './schema'

const noPlace = 'Enter a position from 1 on'

export const taskBodies = taskKind.bodies(
  {
    create: { title: 'Call the bank', priority: 'high', estimated_minutes: 15 },
    patch: { status: 'done' },
  },
  {},
  {
    position: z
      .int(noPlace)
      .min(1, noPlace)
      .max(1_000_000, 'Enter a position up to 1000000')
      .optional()
      .meta({ description: 'Moves it to this place among the open tasks of its date; a higher number means last.' }),
  },
)

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
  tag: tagFilter,
  q: SearchFilter.meta({ description: 'Words and "phrases" in title and description.' }),
}

/** `/api/v1/tasks` */
export const tasksApi = kindApi(taskKind, taskResource, { ...taskBodies, filter: TaskFilter, list: tasks })
