import { duration, durationLeft, plural, shortDateText } from '../../lib/text/format'
import { firstCharacters } from '../../lib/text/text'
import { daysBetween } from '../../lib/time/days'
import type { ListedTask, TaskRow } from './schema'

/** `due tomorrow`, `due Fri 27 Nov`, `3 days overdue`; null without a date. */
export const dueText = ({ due_date }: Pick<TaskRow, 'due_date'>, today: string) => {
  if (due_date === null) return null
  const late = daysBetween(due_date, today)
  return late > 0 ? `${plural(late, 'day')} overdue` : `due ${shortDateText(due_date, today)}`
}

/** Said of a due date before the day that a task is planned for. */
export const dueFirst = 'Before its day'

/** True for a task that is due before the day that it is planned for. */
export const isDueFirst = ({ date, due_date }: Pick<TaskRow, 'date' | 'due_date'>) =>
  date !== null && due_date !== null && due_date < date

/** The day under which a list has an open task: of its day and its due date the earlier one; null for someday. */
export const listedDay = (task: Pick<TaskRow, 'date' | 'due_date'>, today: string) => {
  const { date, due_date: due } = task
  if (date !== null && (date <= today || !isDueFirst(task))) return date
  return due !== null && due < today ? today : due
}

/** `20m of 45m`, `20m tracked`, a planned `45m` alone; null without either. */
export const timeText = ({
  estimated_minutes,
  tracked_seconds,
}: Pick<ListedTask, 'estimated_minutes' | 'tracked_seconds'>) => {
  const planned = estimated_minutes === null ? null : duration(estimated_minutes * 60)
  if (tracked_seconds === 0) return planned
  return planned === null ? `${duration(tracked_seconds)} tracked` : `${duration(tracked_seconds)} of ${planned}`
}

/** Seconds that an estimate has left. @param running seconds of the timer that runs for it */
export const secondsLeft = (
  { estimated_minutes, tracked_seconds }: Pick<ListedTask, 'estimated_minutes' | 'tracked_seconds'>,
  running = 0,
) => Math.max(0, (estimated_minutes ?? 0) * 60 - tracked_seconds - running)

/** Seconds that the estimates of tasks have left for the person. */
export const plannedSeconds = (tasks: ListedTask[]) =>
  tasks.reduce((sum, task) => sum + (task.owner === 'person' ? 0 : secondsLeft(task)), 0)

/** `4h 30m planned`; where no estimate has anything left, `3 tasks without an estimate`; empty without either. */
export const plannedText = (seconds: number, tasks: ListedTask[]) => {
  if (seconds > 0) return `${durationLeft(seconds)} planned`
  const count = tasks.filter((task) => task.owner !== 'person' && task.estimated_minutes === null).length
  return count > 0 ? `${plural(count, 'task')} without an estimate` : ''
}

/** `5 · 4h 30m`: a list of tasks, and what their estimates have left. */
export const sumText = ({ tasks, hasMore = false }: { tasks: ListedTask[]; hasMore?: boolean }) => {
  const left = plannedSeconds(tasks)
  return `${tasks.length}${hasMore ? '+' : left > 0 ? ` · ${duration(left)}` : ''}`
}

const titleLength = 60

/** The title of a source in a list. */
export const shortTitle = (title: string, length = titleLength) => {
  const start = firstCharacters(title, length)
  return start.length < title.length ? `${start.trimEnd()}…` : title
}
