import { z } from 'zod'
import type { Interpretation } from '../entry/interpret'
import { localDateTime, type Zone } from '../lib/days'
import { seenVersion } from '../lib/version'
import { EntryText, notesText, SessionForm, Tags, titleText } from '../sessions/schema'
import { resolveTyped } from '../sessions/times/resolve'
import type { ActiveTimer, TimerErrors } from './schema'

const { title, project_id, goal_id, tags, started_at } = SessionForm.shape

/** What a start can be sent with; all of it may be left out. */
export const StartForm = z.object({
  title,
  project_id,
  goal_id,
  tags,
  started_at,
  /** One line, as the entry understands it. */
  entry: EntryText.shape.entry,
  /** The session to go on with: its title, project, goal and tags. */
  again: z.string().max(100, 'There is no such session').default(''),
  /** Start where the last session ended. */
  since: z.enum(['', 'last_end']).catch('').default(''),
})
export type StartForm = z.output<typeof StartForm>

/** An edit of what runs: what is not sent stays as it is. */
export const TimerEdit = z.object({
  id: z.string().max(100).default(''),
  seq: seenVersion('timer'),
  title: titleText.optional(),
  project_id: project_id.unwrap().optional(),
  goal_id: goal_id.unwrap().optional(),
  tags: Tags.optional(),
  notes: notesText.optional(),
  started_at: started_at.unwrap().optional(),
})
export type TimerEdit = z.output<typeof TimerEdit>

/** Which timer an action means: the one that its page showed. */
export const TimerRef = z.object({ id: z.string().max(100).optional() })

/** When a timer started, as its form shows it: with its date where that is not today's. */
export const startText = (
  { started_at: at, time_zone }: Pick<ActiveTimer, 'started_at' | 'time_zone'>,
  now: number,
) => {
  const { date, time } = localDateTime(at, time_zone)
  const shown = time.replace(/:00$/, '')
  return date === localDateTime(now, time_zone).date ? shown : `${date} ${shown}`
}

/**
 * The instant that was typed as a start (epoch ms), undefined where nothing was. A bare time that is still to come was
 * yesterday's.
 */
export const parseStart = (text: string, now: number, zone: Zone): { at?: number } | { errors: TimerErrors } => {
  if (text.trim() === '') return {}
  const read = (date: string) => resolveTyped({ date, started_at: text, duration: '0s' }, { now, zone })
  const today = read('')
  if ('errors' in today) return { errors: { started_at: Object.values(today.errors).flat() } }
  const isBare = !/\d{4}-\d\d-\d\d/.test(text)
  const yesterday = isBare && today.started_at > now ? read('yesterday') : today
  return { at: 'errors' in yesterday ? today.started_at : yesterday.started_at }
}

/**
 * What a line says, as the fields of a start hold it. What they cannot hold stays in the title: a new project, a goal that
 * is not clear, and the whole line where it starts nothing.
 */
export const startValues = (
  text: string,
  { title, project, goal, tags, plan }: Interpretation,
  now: number,
  zone: Zone,
) => {
  if (plan?.kind !== 'start') return { title: text }
  const left = [project?.isNew && `@${project.name}`, goal && 'error' in goal && `!${goal.title}`]
  return {
    title: [title, ...left].filter((part) => part).join(' '),
    project_id: project?.id ?? '',
    goal_id: goal?.id ?? '',
    tags: tags.join(', '),
    started_at: plan.started_at === undefined ? '' : startText({ ...zone, started_at: plan.started_at }, now),
  }
}

/** What runs as its form shows it. */
export const timerValues = (timer: ActiveTimer, now: number) => ({
  id: timer.id,
  seq: String(timer.seq),
  title: timer.title,
  project_id: timer.project_id ?? '',
  goal_id: timer.goal_id ?? '',
  tags: timer.tags.join(', '),
  notes: timer.notes,
  started_at: startText(timer, now),
})
