import { z } from 'zod'
import { date } from '../goals/schema'
import { filedUnder } from '../lib/resource/filed-under'
import { requiredLine, rowColumns } from '../lib/resource/members'
import { jsonColumn } from '../lib/sql'
import { seenVersion } from '../lib/version'
import { TaskRow, taskPriority } from '../tasks/schema'

/** In characters. */
export const descriptionLimit = 500

export const actionStatus = z.enum(['todo', 'in_progress', 'done'], 'Choose a status from the list')
export type ActionStatus = z.infer<typeof actionStatus>

export const actionOwner = z.enum(['me', 'person'], 'Choose yourself or a person')
export type ActionOwner = z.infer<typeof actionOwner>

/** Kinds of rows that an action item can come from. */
export const sourceType = z.enum(['meeting', 'feedback'], 'Choose a meeting or feedback')
export type SourceType = z.infer<typeof sourceType>

/** The row that an action item comes from. */
export type Source = { type: SourceType; id: string }

export const filing = filedUnder('action_items', 'person_id', 'organization_id')

export const ActionItemRow = z.object({
  ...rowColumns,
  description: z.string(),
  status: actionStatus,
  priority: taskPriority,
  /** Local date. */
  due_date: z.string().nullable(),
  source_type: sourceType.nullable(),
  source_id: z.string().nullable(),
  owner: actionOwner,
  /** `person_id` is who does it, or whom the user's own item is for. */
  ...filing.columns,
  task_id: z.string().nullable(),
  /** epoch ms */
  completed_at: z.int().nullable(),
  /** the person's date then */
  completed_on: z.string().nullable(),
})
export type ActionItemRow = z.infer<typeof ActionItemRow>

/**
 * An action item with the names of what it belongs to, each null where that is deleted. `task` is the one that it
 * became, null without one and while it is deleted.
 */
export const ListedActionItem = ActionItemRow.extend({
  ...filing.names,
  source_title: z.string().nullable(),
  task: jsonColumn(TaskRow).nullable(),
})
export type ListedActionItem = z.output<typeof ListedActionItem>

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const actionFields = {
  description: requiredLine(descriptionLimit, { none: 'Enter what is to be done', subject: 'A description has' }),
  status: actionStatus.optional(),
  priority: taskPriority.optional(),
  owner: actionOwner.optional(),
}

const fields = {
  ...actionFields,
  due_date: date('Enter a date such as 2026-11-27, or leave this empty').optional(),
  ...filing.fields,
}

const noSource = 'Choose a meeting or feedback that is there'

/** Hidden fields of a form on the page of the source; empty for none. */
export const sourceFields = {
  source_type: z
    .enum(['', ...sourceType.options], noSource)
    .transform((type) => type || null)
    .optional(),
  source_id: z
    .string(noSource)
    .max(100, noSource)
    .transform((id) => id || null)
    .optional(),
}
export const sourceMessage = noSource

export const NewActionItemForm = z.object({ ...fields, ...sourceFields })
export const ActionItemForm = z.object({ ...fields, seq: seenVersion('action item') })

export type ActionItemValues = Pick<
  ActionItemRow,
  | ('description' | 'status' | 'priority' | 'due_date' | 'source_type' | 'source_id' | 'owner' | 'person_id')
  | 'organization_id'
>

/** A new action item needs a description; the rest has defaults. */
export type NewActionItemValues = Pick<ActionItemValues, 'description'> & Partial<ActionItemValues>

export const newActionItemValues: ActionItemValues = {
  description: '',
  status: 'todo',
  priority: 'medium',
  due_date: null,
  source_type: null,
  source_id: null,
  owner: 'me',
  person_id: null,
  organization_id: null,
}

export const isOpenItem = ({ status }: Pick<ActionItemRow, 'status'>) => status !== 'done'
