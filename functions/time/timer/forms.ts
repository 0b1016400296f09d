import { z } from 'zod'
import { seenVersion } from '../../lib/resource/members'
import { localDateTime, type Zone } from '../../lib/time/days'
import { EntryText, SessionEdit, SessionForm } from '../sessions/schema'
import { resolveTyped } from '../sessions/times/resolve'
import { textValues } from '../sessions/values'
import type { TimerErrors } from './queries'
import type { ActiveTimer } from './schema'

const { title, project_id, goal_id, plan, task_id, tags, started_at } = SessionForm.shape

export const StartForm = z.object({
  title,
  project_id,
  goal_id,
  plan,
  task_id,
  tags,
  started_at,
  /** A line such as `writing @Thesis since 9:30`. */
  entry: EntryText.shape.entry,
  create: EntryText.shape.create,
  asked: EntryText.shape.asked,
  /** Id of a session to repeat, or `task:<id>`, `goal:<id>`, `meeting:<id>`, or `planned:<id>` to replace it. */
  again: z.string().max(100, 'Session not found').default(''),
  /** `last_end` starts at the end of the last session. */
  since: z.enum(['', 'last_end']).catch('').default(''),
})
export type StartForm = z.output<typeof StartForm>

export const TimerEdit = SessionEdit.omit({
  date: true,
  ended_at: true,
  duration: true,
  time_zone: true,
  billable: true,
  hourly_rate: true,
}).extend({
  id: z.string().max(100).default(''),
  seq: seenVersion('timer'),
})
export type TimerEdit = z.output<typeof TimerEdit>

export const TimerRef = z.object({ id: z.string().max(100).optional() })

/**
 * `made`: times (epoch ms, device clock) of the queued lines that may have started the timer to stop. There can be
 * several, since a line may have logged a session instead.
 */
export const StopRef = TimerRef.extend({
  made: z
    .string('Enter milliseconds')
    .regex(/^\d{1,15}(,\d{1,15}){0,999}$/, 'Enter milliseconds')
    .transform((text) => text.split(',').map(Number))
    .optional(),
})

/** Text of a start for its field, to the minute. With the date unless that is today. */
export const startText = (
  { started_at: at, time_zone }: Pick<ActiveTimer, 'started_at' | 'time_zone'>,
  now: number,
) => {
  const { date, time } = localDateTime(at, time_zone)
  const shown = time.slice(0, 5)
  return date === localDateTime(now, time_zone).date ? shown : `${date} ${shown}`
}

/** Parses a typed start to epoch ms; undefined for an empty text. A time that is later than now means yesterday. */
export const parseStart = (text: string, now: number, zone: Zone): { at?: number } | { errors: TimerErrors } => {
  if (text.trim() === '') return {}
  const resolve = (date: string) => resolveTyped({ date, started_at: text, duration: '0s' }, { now, zone })
  const today = resolve('')
  if ('errors' in today) return { errors: { started_at: Object.values(today.errors).flat() } }
  if (today.ended_at > today.started_at)
    return { errors: { started_at: ['Enter the start alone: the timer is running.'] } }
  const isBare = !/\d{4}-\d\d-\d\d/.test(text)
  const yesterday = isBare && today.started_at > now ? resolve('yesterday') : today
  return { at: 'errors' in yesterday ? today.started_at : yesterday.started_at }
}

export const timerValues = (timer: ActiveTimer, now: number) => ({
  id: timer.id,
  seq: String(timer.seq),
  ...textValues(timer),
  started_at: startText(timer, now),
})
