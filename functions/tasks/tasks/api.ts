import { z } from 'zod'
import { dateInput, Instant, idInput, orgInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { Rule, repeatColumn, taskRepeat } from '../../lib/repeat'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf, filedUnder, tagsInput, timeInput } from '../../lib/resource/members'
import { tagFilter } from '../../lib/tags'
import { tagList } from '../../lib/text'
import { estimateLimits, taskPriority } from '../../line/task'
import { tasks } from './queries'
import { taskResource } from './resource'
import { type ListedTask, TaskRow, taskFields, taskStatus } from './schema'

const filing = filedUnder('tasks', 'project_id', 'goal_id', 'plan_id', 'organization_id')

const repeatMeta = { description: 'A repeating task that is done makes its next one. Most have a name.' }

const TaskJson = TaskRow.omit({ completed_on: true, cancelled_on: true, repeat_from: true, repeat_rule: true })
  .omit({ owner: true, person_id: true, source_type: true, source_id: true })
  .extend({
    at: z.string().nullable().meta({ example: '09:30', description: 'The local time on its day; null for none.' }),
    due_date: z.iso.date().nullable().meta({ description: 'The local day by which it is to be done.' }),
    tags: z.array(z.string()),
    date: z.iso.date().nullable().meta({ description: 'The local day that it is planned for; null for someday.' }),
    position: z.int().meta({
      description: 'Its place among the open tasks of its date, 1 for the first. Other tasks keep their last one.',
    }),
    repeat: z.union([taskRepeat, Rule]).meta(repeatMeta),
    repeats: z.string().nullable().meta({ description: 'The task whose repetition it is.' }),
    completed_at: Instant.nullable(),
    ...rowMembers,
    tracked_seconds: z.int().meta({ description: 'The time of its sessions.' }),
  })
  .meta({ id: 'Task' })

const noPlace = 'Enter a position from 1 on'

export const taskBodies = bodiesOf({
  id: 'Task',
  fields: {
    ...taskFields,
    date: dateInput.nullable().optional().meta({ description: 'Null, or left out of a new task, for someday.' }),
    at: timeInput.optional(),
    due_date: dateInput.nullable().optional(),
    tags: tagsInput.optional(),
    repeat: z
      .union([taskRepeat, Rule.transform(repeatColumn)], 'Choose how often it repeats')
      .optional()
      .meta(repeatMeta),
    estimated_minutes: z
      .int('Enter whole minutes')
      .min(estimateLimits.min, 'Enter at least 1 minute')
      .max(estimateLimits.max, 'Enter at most 1,000 hours')
      .nullable()
      .optional(),
    ...filing.members,
  },
  ofEdit: {
    position: z
      .int(noPlace)
      .min(1, noPlace)
      .max(1_000_000, 'Enter a position up to 1000000')
      .optional()
      .meta({ description: 'Moves it to this place among the open tasks of its date; a higher number means last.' }),
  },
  examples: {
    create: { title: 'Call the bank', priority: 'high', estimated_minutes: 15 },
    patch: { status: 'done' },
  },
})

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
export const tasksApi = resourceApi(taskResource, {
  aName: 'a task',
  tag: 'Tasks',
  schema: TaskJson,
  json: (rows: ListedTask[]) =>
    rows.map((row) => ({
      ...row,
      repeat: row.repeat.startsWith('{') ? JSON.parse(row.repeat) : row.repeat,
      tags: tagList(row.tags),
    })),
  ...taskBodies,
  filter: TaskFilter,
  list: tasks,
})
