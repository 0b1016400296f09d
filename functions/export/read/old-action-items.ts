import { z } from 'zod'
import type { Row } from './entry'
import * as v from './values'

/** The list of documents of version 1 whose rows are tasks now. */
export const oldActionItems = 'action_items'

const OldActionItem = z.strictObject(
  v.ofKind({
    description: v.name,
    status: v.oneOf('todo', 'in_progress', 'done').default('todo'),
    priority: v.oneOf('high', 'medium', 'low').default('medium'),
    due_date: v.maybe(v.date),
    source_type: v.maybe(v.oneOf('meeting', 'feedback')),
    source_id: v.maybe(v.id),
    owner: v.oneOf('me', 'person').default('me'),
    person_id: v.maybe(v.id),
    task_id: v.maybe(v.id),
    organization_id: v.maybe(v.id),
    completed_at: v.maybe(v.instant),
    completed_on: v.maybe(v.date),
  }),
)

/** Columns of tasks that action items did not have. */
const others = {
  ...{ description: '', date: null, position: 0, estimated_minutes: null, cancelled_on: null },
  ...{ goal_id: null, project_id: null, plan_id: null, repeat: 'none', repeat_from: null, repeats: null },
  ...{ import_id: null, import_key: null },
}

/** Reads an action item as a task, and the id of the one that it became. */
export const OldActionItemAsTask = OldActionItem.transform(
  ({ description: title, task_id, ...item }): { row: Row; task_id: string | null } => ({
    row: { ...others, ...item, title },
    task_id,
  }),
)
