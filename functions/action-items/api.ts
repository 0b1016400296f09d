import { z } from 'zod'
import { dateInput, Instant, idInput, rowMembers } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { bodiesOf } from '../lib/resource/members'
import { SearchFilter } from '../lib/search/filter'
import { taskPriority } from '../tasks/schema'
import { actionItems } from './queries'
import { actionItemResource } from './resource'
import {
  ActionItemRow,
  actionFields,
  actionOwner,
  actionStatus,
  filing,
  type ListedActionItem,
  type NewActionItemValues,
  sourceType,
} from './schema'

const ActionItemJson = ActionItemRow.omit({ source_type: true, source_id: true, completed_on: true })
  .extend({
    ...filing.presentMembers,
    due_date: z.iso.date().nullable().meta({ description: 'A local day.' }),
    owner: actionOwner.meta({ description: '`me` for your own, `person` for what the person of `person_id` does.' }),
    person_id: z.string().nullable().meta({ description: 'Who does it, or whom your own item is for.' }),
    task_id: z.string().nullable().meta({
      description: 'The task that it became, which is completed and reopened with it. Null while that is deleted.',
    }),
    completed_at: Instant.nullable(),
    ...rowMembers,
    source: z
      .object({ type: sourceType, id: z.string() })
      .nullable()
      .meta({ description: 'What it comes from; null without one, and while that is deleted.' }),
  })
  .meta({ id: 'ActionItem' })

const actionItemJson = (row: ListedActionItem) => ({
  ...{ ...row, ...filing.present(row), task_id: row.task?.id ?? null },
  source: row.source_title === null ? null : { type: row.source_type, id: row.source_id },
})

const sourceInput = z
  .strictObject({ type: sourceType, id: idInput }, 'Enter the type and the id of the source, or null')
  .nullable()
  .optional()
  .meta({ description: 'One of your meetings, or feedback to you.' })

const { create, patch } = bodiesOf({
  id: 'ActionItem',
  fields: { ...actionFields, due_date: dateInput.nullable().optional(), ...filing.members },
  ofNew: { source: sourceInput },
  examples: { create: { description: 'Send Ada the figures', due_date: '2026-11-27' }, patch: { status: 'done' } },
})

const NewActionItemBody = create.transform(
  ({ source, ...values }): NewActionItemValues => ({
    ...values,
    ...(source && { source_type: source.type, source_id: source.id }),
  }),
)

/** `/api/v1/action-items` */
export const actionItemsApi = resourceApi(actionItemResource, {
  aName: 'an action item',
  tag: 'Action items',
  schema: ActionItemJson,
  json: (rows: ListedActionItem[]) => rows.map(actionItemJson),
  create: NewActionItemBody,
  patch,
  filter: {
    status: actionStatus.optional(),
    priority: taskPriority.optional(),
    owner: actionOwner.optional(),
    ...filing.filters,
    source_type: sourceType.optional(),
    source_id: z
      .string()
      .max(100, 'At most 100 characters')
      .optional()
      .meta({ maxLength: 100, description: 'From this meeting or feedback.' }),
    due_until: dateInput.optional().meta({ description: 'Due on this local day or before.' }),
    q: SearchFilter,
  },
  list: actionItems,
})
