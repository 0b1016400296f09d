import { z } from 'zod'
import { orgInput } from '../lib/api/org'
import { dateInput, idInput } from '../lib/api/values'
import { searchLimit } from '../lib/list-view'
import { allOrgs } from '../lib/org'
import { resourceApi } from '../lib/resource/api'
import { matchExpression } from '../lib/search/match'
import { cleanText } from '../lib/text'
import { NewTaskBody, TaskJson, TaskPatch, taskJson } from './json'
import { tasksBefore } from './queries'
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
  q: z
    .string()
    .transform(cleanText)
    .pipe(z.string().max(searchLimit, `A search has at most ${searchLimit} characters`))
    .optional()
    .meta({ maxLength: searchLimit, description: 'Words and "phrases" in title and description.' }),
}

/** `/api/v1/tasks` */
export const tasksApi = resourceApi(taskResource, {
  aName: 'a task',
  tag: 'Tasks',
  schema: TaskJson,
  json: (rows) => rows.map(taskJson),
  create: NewTaskBody,
  patch: TaskPatch,
  filter: TaskFilter,
  list: async (db, userId, { q = '', org = allOrgs, ...found }, limit) => {
    const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'task' })
    return q !== '' && match === undefined ? [] : tasksBefore(db, userId, org, { ...found, match }, limit)
  },
})
