import { z } from 'zod'
import { Instant } from '../../lib/api/values'
import { kindEntry } from '../../lib/kinds'
import {
  choiceField,
  choiceOrNone,
  dayField,
  filingField,
  foldAway,
  minutesField,
  type RowFields,
  tagsField,
  textField,
  timeField,
  titleField,
  wholeFormOnly,
} from '../../lib/resource/fields'
import { defineKind } from '../../lib/resource/kind'
import { titleMember } from '../../lib/resource/members'
import { RepeatRule, repeatColumn, repeatFieldText, repeatNames, taskRepeat } from '../../lib/time/repeat'
import { parseWholeRepeat } from '../../line/phrases'
import { descriptionLimit, estimateLimits, type TaskPriority, taskTitleLimit } from '../../line/task'

export const actionTitleLimit = 500

export const priorityNames: Record<TaskPriority, string> = { high: 'High', medium: 'Medium', low: 'Low' }
export const statusNames = { todo: 'To do', in_progress: 'In progress', done: 'Done', cancelled: 'Cancelled' }

const ownerNames = { me: 'Me', person: 'Somebody else' }
export type TaskOwner = keyof typeof ownerNames

/** Kinds of rows that can be the source of a task. */
export const sourceType = z.enum(['meeting', 'feedback'], 'Choose a meeting or feedback')

/** The source of a task. */
export const taskOrigin = z.object({ type: sourceType, id: z.string() })
export type TaskOrigin = z.infer<typeof taskOrigin>

const noRepeat = 'Enter a repetition such as every 3 days, every Mon, Thu or 3 days after done'
const repeatMeta = {
  description: 'A repeating task creates its next one when it is done. Common repetitions have a name.',
}

/** Parses a repetition, typed as in a line or by its name. */
const repeatMember = z
  .string(noRepeat)
  .trim()
  .max(100, noRepeat)
  .transform((text, { addIssue }) => {
    if (/^(never|none)?$/i.test(text)) return 'none'
    if (taskRepeat.safeParse(text).success) return text
    const rule = parseWholeRepeat(text, new Date().toISOString().slice(0, 10))
    if (rule) return repeatColumn(rule)
    addIssue(noRepeat)
    return z.NEVER
  })

/** Repetitions that the field suggests. Others can be typed as in a line. */
const repeats = [
  ...taskRepeat.options.map((name) => repeatNames[name]),
  ...['Every 3 days', 'Every Mon, Thu', 'Every 2 weeks', 'Every last Friday', 'Every year', '3 days after done'],
]

const emptyDate = 'Enter a date such as 2026-11-27, or leave this empty'

export const taskKind = defineKind(
  'task',
  {
    title: { ...titleField(taskTitleLimit), member: titleMember(actionTitleLimit), input: titleMember(taskTitleLimit) },
    due_date: foldAway(dayField('Due', emptyDate, { about: 'The local day it is due.' })),
    /** Owner of an action item; null for other tasks. */
    owner: {
      ...wholeFormOnly(choiceOrNone('Who does it', ownerNames, 'Choose yourself or a person')),
      isFormOnly: true,
    },
    /** The owner if the action item is another person's, else the person for whom it is done. */
    person_id: { ...filingField('person_id'), isFormOnly: true },
    /** Null for someday, and for an unplanned action item. */
    date: dayField('Date', `${emptyDate} for someday`, {
      about: 'The local day that it is planned for; null for someday.',
      aboutInput: 'Null, or left out of a new task, for someday.',
      isToday: true,
      filter: { all: 'Any date', also: { due: 'With a due date', none: 'Someday' } },
      none: 'Someday',
    }),
    at: timeField('Time', 'The local time on its day; null for none.'),
    estimated_minutes: minutesField('Estimate', {
      ...estimateLimits,
      none: 'Enter a time such as 45m or 1:30, or leave this empty',
      range: 'Enter 1 minute to 1,000 hours',
      least: 'Enter at least 1 minute',
      most: 'Enter at most 1,000 hours',
    }),
    priority: choiceField('Priority', priorityNames, 'medium', 'Choose high, medium or low', {
      filter: { all: 'Any priority' },
    }),
    project_id: filingField('project_id', { filter: { all: 'All projects' } }),
    /** One of `taskRepeat`, or a rule as JSON (see `ruleOf`). */
    repeat: {
      label: 'Repeats',
      column: z.string(),
      member: repeatMember.optional(),
      input: z
        .union([taskRepeat, RepeatRule.transform(repeatColumn)], 'Choose how often it repeats')
        .optional()
        .meta(repeatMeta),
      json: z.union([taskRepeat, RepeatRule]).meta(repeatMeta),
      jsonOf: ({ repeat }) => (String(repeat).startsWith('{') ? JSON.parse(String(repeat)) : repeat),
      fresh: 'none',
      typed: repeatFieldText,
      words: repeatFieldText,
      control: {
        as: 'input',
        isMore: true,
        offers: repeats,
        props: { maxlength: 100, placeholder: 'every 3 days until 1 March' },
      },
    },
    tags: wholeFormOnly(foldAway(tagsField())),
    status: foldAway(
      choiceField('Status', statusNames, 'todo', 'Choose a status from the list', {
        filter: { all: 'Open', also: { any: 'Any status' } },
      }),
    ),
    goal_id: foldAway(filingField('goal_id', { filter: { all: 'All goals' } })),
    plan_id: wholeFormOnly(foldAway(filingField('plan_id'))),
    organization_id: wholeFormOnly(foldAway(filingField('organization_id', { isShort: true }))),
    description: foldAway(
      textField('Description', descriptionLimit, {
        none: 'Enter the description as text',
        subject: 'A description has',
      }),
    ),
  },
  {
    position: z.int().meta({
      description:
        'Its position among the open tasks of its date, from 1. For other tasks: the position they take when reopened.',
    }),
    source_type: sourceType.nullable(),
    source_id: z.string().nullable(),
    /** The rule in its column, without `repeat`. */
    repeat_rule: z.string().nullable(),
    /** Date from which repetitions are counted. */
    repeat_from: z.string().nullable(),
    repeats: z.string().nullable().meta({ description: 'The task that it repeats.' }),
    /** epoch ms */
    completed_at: z.int().nullable(),
    /** local date of completion */
    completed_on: z.string().nullable(),
    /** local date of cancellation */
    cancelled_on: z.string().nullable(),
  },
  {
    source_type: null,
    source_id: null,
    repeat_rule: null,
    repeat_from: null,
    completed_on: null,
    cancelled_on: null,
    completed_at: Instant.nullable(),
    tracked_seconds: z.int().meta({ description: 'The time of its sessions.' }),
  },
)

const { owner: _, person_id: __, ...ofTask } = taskKind.fields

/** Fields of a task's form. An action item's begin with owner and due date. @param hint text below the due date */
export const taskFields = (owner: TaskOwner | null, hint?: string): RowFields => {
  const { title, date } = taskKind.fields
  const { control, ...due } = taskKind.fields.due_date
  const due_date = { ...due, control: { ...control, props: { ...control.props, hint } } }
  if (owner === null) return { ...ofTask, due_date }
  return {
    ...taskKind.fields,
    title: { ...title, control: { ...title.control, props: { ...title.control.props, maxlength: actionTitleLimit } } },
    due_date: { ...due_date, control: { ...due_date.control, isMore: false } },
    owner: { ...taskKind.fields.owner, fresh: owner },
    date: { ...date, label: 'Planned for', isToday: false },
  }
}

export const taskOwner = taskKind.fields.owner.column.unwrap()
export const taskPriority = taskKind.fields.priority.column
export const taskStatus = taskKind.fields.status.column
export type TaskStatus = z.infer<typeof taskStatus>

export const isOpen = (status: TaskStatus) => status === 'todo' || status === 'in_progress'

export const TaskRow = taskKind.Row
export type TaskRow = z.infer<typeof TaskRow>

/** A task with names. `tracked_seconds`: sum of its sessions. Names of deleted rows and sources are null. */
export const ListedTask = taskKind.Listed.extend({
  tracked_seconds: z.int(),
  source_title: z.string().nullable(),
  project_color: z.string().nullable(),
})
export type ListedTask = z.infer<typeof ListedTask>

export const missingSourceMessage = 'Choose a meeting or feedback that exists'

/** Hidden fields with the source, on the source's page; elsewhere empty. */
export const sourceFields = {
  source_type: z
    .enum(['', ...sourceType.options], missingSourceMessage)
    .transform((type) => type || null)
    .optional(),
  source_id: z
    .string(missingSourceMessage)
    .max(100, missingSourceMessage)
    .transform((id) => id || null)
    .optional(),
}

export const NewTaskForm = taskKind.NewForm.extend(sourceFields)

export type TaskValues = Pick<TaskRow, keyof typeof taskKind.fields | 'source_type' | 'source_id'>

/** Values of a new task. All but the title have defaults. */
export type NewTaskValues = Pick<TaskValues, 'title'> & Partial<TaskValues>

export const newTaskValues: TaskValues = { ...taskKind.fresh, source_type: null, source_id: null }

export const sourcePath = ({ type, id }: TaskOrigin) => kindEntry(type).path(id, null)
