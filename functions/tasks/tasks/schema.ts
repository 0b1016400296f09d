import { z } from 'zod'
import { repeatColumn, taskRepeat } from '../../lib/repeat'
import {
  dateOrNone,
  descriptionMember,
  durationMember,
  filedUnder,
  rowColumns,
  seenVersion,
  tagsColumn,
  tagsMember,
  timeOrNone,
  titleMember,
} from '../../lib/resource/members'
import { wholeRepetition } from '../../line/phrases'
import { descriptionLimit, estimateLimits, taskPriority, titleLimit } from '../../line/task'

export const actionTitleLimit = 500
export const taskStatus = z.enum(['todo', 'in_progress', 'done', 'cancelled'], 'Choose a status from the list')
export type TaskStatus = z.infer<typeof taskStatus>
export const taskOwner = z.enum(['me', 'person'], 'Choose yourself or a person')
export type TaskOwner = z.infer<typeof taskOwner>

/** Kinds of rows that a task can come from. */
export const sourceType = z.enum(['meeting', 'feedback'], 'Choose a meeting or feedback')
export type SourceType = z.infer<typeof sourceType>

/** The row that a task comes from. */
export const sourceOf = z.object({ type: sourceType, id: z.string() })
export type Source = z.infer<typeof sourceOf>

export const isOpen = (status: TaskStatus) => status === 'todo' || status === 'in_progress'

export const filing = filedUnder('tasks', 'project_id', 'goal_id', 'plan_id', 'person_id', 'organization_id')

export const TaskRow = z.object({
  ...rowColumns,
  title: z.string(),
  description: z.string(),
  priority: taskPriority,
  status: taskStatus,
  /** Local date; null for someday, and for an action item that is not planned. */
  date: z.string().nullable(),
  /** Place among the open tasks of its date, 1 for the first. Others keep their last one. */
  position: z.int(),
  /** Local time on its day, `HH:MM`. */
  at: z.string().nullable(),
  estimated_minutes: z.int().nullable(),
  tags: tagsColumn,
  /** Set for an action item: who does it. */
  owner: taskOwner.nullable(),
  /** Local date. */
  due_date: z.string().nullable(),
  source_type: sourceType.nullable(),
  source_id: z.string().nullable(),
  /** `person_id` is who does an action item, or whom the user's own is for. */
  ...filing.columns,
  /** One of `taskRepeat`, or a rule as JSON; see `ruleOf`. */
  repeat: z.string(),
  /** The rule alone, as its column has it. */
  repeat_rule: z.string().nullable(),
  /** The date from which its repetitions are counted. */
  repeat_from: z.string().nullable(),
  /** The task that it repeats. */
  repeats: z.string().nullable(),
  /** epoch ms */
  completed_at: z.int().nullable(),
  /** the person's date then */
  completed_on: z.string().nullable(),
  /** the person's date when it was cancelled */
  cancelled_on: z.string().nullable(),
})
export type TaskRow = z.infer<typeof TaskRow>

/** `tracked_seconds` is the sum of its sessions. Names of deleted rows are null, as is the title of a deleted source. */
export const ListedTask = TaskRow.extend({
  tracked_seconds: z.int(),
  source_title: z.string().nullable(),
  project_color: z.string().nullable(),
  ...filing.names,
})
export type ListedTask = z.infer<typeof ListedTask>

const noEstimate = 'Enter a time such as 45m or 1:30, or leave this empty'

const estimate = durationMember(estimateLimits, noEstimate, 'Enter 1 minute to 1,000 hours')

const noRepeat = 'Enter a repetition such as every 3 days, every Mon, Thu or 3 days after done'

/** A repetition as a line says it, or the name of one. */
const repeatMember = z
  .string(noRepeat)
  .trim()
  .max(100, noRepeat)
  .transform((text, { addIssue }) => {
    if (/^(never|none)?$/i.test(text)) return 'none'
    if (taskRepeat.safeParse(text).success) return text
    const rule = wholeRepetition(text, new Date().toISOString().slice(0, 10))
    if (rule) return repeatColumn(rule)
    addIssue(noRepeat)
    return z.NEVER
  })

/** The fields that forms and the API share. A missing one keeps its value, or gets its default. */
export const taskFields = {
  title: titleMember(titleLimit),
  description: descriptionMember(descriptionLimit).optional(),
  priority: taskPriority.optional(),
  status: taskStatus.optional(),
}

/** The fields of a form; an empty one is null. Those of the owner are in the form of an action item alone. */
const fields = {
  ...taskFields,
  title: titleMember(actionTitleLimit),
  date: dateOrNone('Enter a date such as 2026-11-27, or leave this empty for someday').optional(),
  at: timeOrNone.optional(),
  estimated_minutes: estimate.optional(),
  repeat: repeatMember.optional(),
  tags: tagsMember.optional(),
  owner: taskOwner.optional(),
  due_date: dateOrNone('Enter a date such as 2026-11-27, or leave this empty').optional(),
  ...filing.fields,
}

export const noSource = 'Choose a meeting or feedback that is there'

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

export const NewTaskForm = z.object({ ...fields, ...sourceFields })
export const TaskForm = z.object({ ...fields, seq: seenVersion('task') })
export type TaskForm = z.output<typeof TaskForm>

export type TaskValues = Pick<
  TaskRow,
  | ('title' | 'description' | 'priority' | 'status' | 'date' | 'at' | 'estimated_minutes' | 'tags' | 'repeat')
  | ('owner' | 'due_date' | 'source_type' | 'source_id' | (typeof filing.ids)[number])
>

/** A new task needs a title; the rest has defaults. */
export type NewTaskValues = Pick<TaskValues, 'title'> & Partial<TaskValues>

export const newTaskValues: TaskValues = {
  title: '',
  description: '',
  priority: 'medium',
  status: 'todo',
  date: null,
  at: null,
  estimated_minutes: null,
  tags: '',
  repeat: 'none',
  owner: null,
  due_date: null,
  source_type: null,
  source_id: null,
  ...filing.none,
}
