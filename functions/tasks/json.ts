import { z } from 'zod'
import { dateInput, Instant, isoOrNull, rowJson, rowMembers, seqInput, withLength } from '../lib/api/values'
import {
  descriptionLimit,
  estimateLimits,
  filing,
  type ListedTask,
  TaskRow,
  taskFields,
  taskPriority,
  taskRepeat,
  taskStatus,
  titleLimit,
} from './schema'

export const TaskJson = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    priority: taskPriority,
    status: taskStatus,
    date: z.iso.date().nullable().meta({ description: 'The local day that it is planned for; null for someday.' }),
    position: z.int().meta({
      description: 'Its place among the open tasks of its date, 1 for the first. Other tasks keep their last one.',
    }),
    estimated_minutes: z.int().nullable(),
    tracked_seconds: z.int().meta({ description: 'The time of its sessions.' }),
    ...filing.columns,
    repeat: taskRepeat.meta({ description: 'A repeating task that is done makes its next one.' }),
    repeats: z.string().nullable().meta({ description: 'The task whose repetition it is.' }),
    completed_at: Instant.nullable(),
    ...rowMembers,
  })
  .meta({ id: 'Task' })

export const taskJson = (task: ListedTask) => {
  const { completed_on, cancelled_on, repeat_from, ...members } = rowJson(TaskRow, task)
  return { ...members, tracked_seconds: task.tracked_seconds, completed_at: isoOrNull(task.completed_at) }
}

const wholeMinutes = 'Enter whole minutes'

const fields = {
  ...taskFields,
  title: withLength(taskFields.title, { minLength: 1, maxLength: titleLimit }),
  description: withLength(taskFields.description, { maxLength: descriptionLimit }),
  date: dateInput.nullable().optional().meta({ description: 'Null, or left out of a new task, for someday.' }),
  estimated_minutes: z
    .int(wholeMinutes)
    .min(estimateLimits.min, 'Enter at least 1 minute')
    .max(estimateLimits.max, 'Enter at most 1,000 hours')
    .nullable()
    .optional(),
  ...filing.members,
}

export const NewTaskBody = z
  .strictObject(fields)
  .meta({ id: 'NewTask', example: { title: 'Call the bank', priority: 'high', estimated_minutes: 15 } })

const noPlace = 'Enter a position from 1 on'

export const TaskPatch = z
  .strictObject({
    ...fields,
    title: fields.title.optional(),
    position: z
      .int(noPlace)
      .min(1, noPlace)
      .max(1_000_000, 'Enter a position up to 1000000')
      .optional()
      .meta({ description: 'Moves it to this place among the open tasks of its date; a higher number means last.' }),
    seq: seqInput,
  })
  .meta({ id: 'TaskPatch', example: { status: 'done' } })
