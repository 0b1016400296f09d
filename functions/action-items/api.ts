import { z } from 'zod'
import { dateInput, Instant, idInput, isoOrNull, rowJson, rowMembers } from '../lib/api/values'
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

const ActionItemJson = z
  .object({
    id: z.string(),
    description: z.string(),
    status: actionStatus,
    priority: taskPriority,
    due_date: z.iso.date().nullable().meta({ description: 'A local day.' }),
    owner: actionOwner.meta({ description: '`me` for your own, `person` for what the person of `person_id` does.' }),
    person_id: z.string().nullable().meta({ description: 'Who does it, or whom your own item is for.' }),
    source: z
      .object({ type: sourceType, id: z.string() })
      .nullable()
      .meta({ description: 'What it comes from; null without one, and while that is deleted.' }),
    task_id: z.string().nullable().meta({
      description: 'The task that it became, which is completed and reopened with it. Null while that is deleted.',
    }),
    organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
    completed_at: Instant.nullable(),
    ...rowMembers,
  })
  .meta({ id: 'ActionItem' })

const actionItemJson = (row: ListedActionItem) => {
  const { source_type, source_id, completed_on, ...members } = rowJson(ActionItemRow, row)
  return {
    ...members,
    person_id: row.person_name === null ? null : row.person_id,
    organization_id: row.organization_name === null ? null : row.organization_id,
    source: row.source_title === null ? null : { type: source_type, id: source_id },
    task_id: row.task?.id ?? null,
    completed_at: isoOrNull(row.completed_at),
  }
}

const fields = {
  ...actionFields,
  due_date: dateInput.nullable().optional(),
  ...filing.members,
}

const { create, patch } = bodiesOf({
  id: 'ActionItem',
  fields,
  examples: { create: { description: 'Send Ada the figures', due_date: '2026-11-27' }, patch: { status: 'done' } },
})

const sourceInput = z
  .strictObject({ type: sourceType, id: idInput }, 'Enter the type and the id of the source, or null')
  .nullable()
  .optional()
  .meta({ description: 'One of your meetings, or feedback to you.' })

type Create = z.output<typeof create> & { source?: z.output<typeof sourceInput> }

const NewActionItemBody = create
  .extend({ source: sourceInput })
  .meta({ id: 'NewActionItem', example: create.meta()?.example })
  .transform(
    ({ source, ...values }: Create): NewActionItemValues => ({
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
