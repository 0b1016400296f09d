import { z } from 'zod'
import { dateInput, Instant, idInput, orgInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { filingFilters, filingMembers, idFilter } from '../../lib/resource/filing'
import { kindApi } from '../../lib/resource/kind-api'
import { bodiesOf, requiredLine } from '../../lib/resource/members'
import { resourceApi } from '../../lib/resource/resource-api'
import { tagFilter } from '../../lib/tags'
import { actionItems, listRankedTasks, taskWithPlace } from './queries'
import { taskResource } from './resource'
import {
  actionTitleLimit,
  type ListedTask,
  type NewTaskValues,
  sourceType,
  TaskRow,
  taskKind,
  taskOwner,
  taskPriority,
  taskStatus,
} from './schema'

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
      .meta({ description: 'Moves it to this position among the open tasks of its date; a higher number means last.' }),
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
export const tasksApi = kindApi(
  taskKind,
  { ...taskResource, find: taskWithPlace },
  { ...taskBodies, filter: TaskFilter, list: listRankedTasks },
)

const status = taskStatus.exclude(['cancelled'], 'Choose a status from the list')

const ActionItemJson = TaskRow.pick({ id: true, priority: true })
  .extend({
    description: z.string(),
    status,
    person_id: z.string().nullable().meta({ description: 'Who does it, or who your own item is for.' }),
    organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
    due_date: z.iso.date().nullable().meta({ description: 'A local day.' }),
    owner: taskOwner.meta({ description: '`me` for your own, `person` for what the person of `person_id` does.' }),
    task_id: z.string().nullable().meta({
      description: 'Its task while it is planned for a day; else null.',
    }),
    completed_at: Instant.nullable(),
    ...rowMembers,
    source: z
      .object({ type: sourceType, id: z.string() })
      .nullable()
      .meta({ description: 'Its source; null without one, and while that is deleted.' }),
  })
  .meta({ id: 'ActionItem' })

const actionItemJson = (row: ListedTask) => ({
  ...row,
  person_id: row.person_name === null ? null : row.person_id,
  organization_id: row.organization_name === null ? null : row.organization_id,
  description: row.title,
  // A cancelled task does not count as open.
  status: row.status === 'cancelled' ? 'done' : row.status,
  task_id: row.date === null ? null : row.id,
  source: row.source_title === null ? null : { type: row.source_type, id: row.source_id },
})

const sourceInput = z
  .strictObject({ type: sourceType, id: idInput }, 'Enter the type and the id of the source, or null')
  .nullable()
  .optional()
  .meta({ description: 'One of your meetings, or feedback to you.' })

const { create, patch } = bodiesOf({
  id: 'ActionItem',
  fields: {
    description: requiredLine(actionTitleLimit, { none: 'Enter what to do', subject: 'A description has' }),
    status: status.optional(),
    priority: taskPriority.optional(),
    owner: taskOwner.optional(),
    due_date: dateInput.nullable().optional(),
    person_id: filingMembers.person_id,
    organization_id: filingMembers.organization_id,
  },
  ofNew: { source: sourceInput },
  examples: { create: { description: 'Send Ada the figures', due_date: '2026-11-27' }, patch: { status: 'done' } },
})

/** Action items: tasks with an owner. Their title is called description. */
const actionItemResource = { ...taskResource, name: 'action item' }

/** `/api/v1/action-items` */
export const actionItemsApi = resourceApi(actionItemResource, {
  aName: 'an action item',
  tag: 'Action items',
  schema: ActionItemJson,
  json: (rows: ListedTask[]) => rows.map(actionItemJson),
  create: create.transform(
    ({ source, description: title, ...values }): NewTaskValues => ({
      owner: 'me',
      ...values,
      title,
      ...(source && { source_type: source.type, source_id: source.id }),
    }),
  ),
  patch: patch.transform(({ description: title, ...values }) => ({ ...values, ...(title !== undefined && { title }) })),
  filter: {
    status: status.optional(),
    priority: taskPriority.optional(),
    owner: taskOwner.optional(),
    person_id: filingFilters.person_id,
    organization_id: filingFilters.organization_id,
    org: orgInput,
    source_type: sourceType.optional(),
    source_id: idFilter('From this meeting or feedback.'),
    due_until: dateInput.optional().meta({ description: 'Due on this local day or before.' }),
    q: SearchFilter,
  },
  list: actionItems,
})
