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

/** Label of a due date that is before the planned date. */
export const dueBeforeDateLabel = 'Before its day'

/** True for a task that is due before the date it is planned for. */
export const isDueBeforeDate = ({ date, due_date }: Pick<TaskRow, 'date' | 'due_date'>) =>
  date !== null && due_date !== null && due_date < date

/** Day under which a list shows an open task: the earlier of its date and its due date; null for someday. */
export const listedDay = (task: Pick<TaskRow, 'date' | 'due_date'>, today: string) => {
  const { date, due_date: due } = task
  if (date !== null && (date <= today || !isDueBeforeDate(task))) return date
  return due !== null && due < today ? today : due
}

/** `20m of 45m`, `20m tracked`, or a planned `45m` alone; null without time and estimate. */
export const timeText = ({
  estimated_minutes,
  tracked_seconds,
}: Pick<ListedTask, 'estimated_minutes' | 'tracked_seconds'>) => {
  const planned = estimated_minutes === null ? null : duration(estimated_minutes * 60)
  if (tracked_seconds === 0) return planned
  return planned === null ? `${duration(tracked_seconds)} tracked` : `${duration(tracked_seconds)} of ${planned}`
}

/** Remaining seconds of an estimate. @param running seconds of the timer that runs for the task */
export const secondsLeft = (
  { estimated_minutes, tracked_seconds }: Pick<ListedTask, 'estimated_minutes' | 'tracked_seconds'>,
  running = 0,
) => Math.max(0, (estimated_minutes ?? 0) * 60 - tracked_seconds - running)

/** Remaining seconds of the estimates of the person's own tasks. */
export const plannedSeconds = (tasks: ListedTask[]) =>
  tasks.reduce((sum, task) => sum + (task.owner === 'person' ? 0 : secondsLeft(task)), 0)

/** `4h 30m planned`; without remaining estimates, `3 tasks without an estimate`; empty without tasks. */
export const plannedText = (seconds: number, tasks: ListedTask[]) => {
  if (seconds > 0) return `${durationLeft(seconds)} planned`
  const count = tasks.filter((task) => task.owner !== 'person' && task.estimated_minutes === null).length
  return count > 0 ? `${plural(count, 'task')} without an estimate` : ''
}

/** `5 · 4h 30m`: number of tasks, and the remaining time of their estimates. */
export const sumText = ({ tasks, hasMore = false }: { tasks: ListedTask[]; hasMore?: boolean }) => {
  const left = plannedSeconds(tasks)
  return `${tasks.length}${hasMore ? '+' : left > 0 ? ` · ${duration(left)}` : ''}`
}

const titleLength = 60

/** Truncates the title of a source for a list. */
export const shortTitle = (title: string, length = titleLength) => {
  const start = firstCharacters(title, length)
  return start.length < title.length ? `${start.trimEnd()}…` : title
}
