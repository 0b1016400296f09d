import { minuteMs } from '../../lib/time/units'
import { freeSpans, type WorkSpan } from '../dashboard/work'

/** Start times of tasks are multiples of this number of minutes. */
const step = 5

const onStep = (instant: number) => Math.ceil(instant / (step * minuteMs)) * step * minuteMs

/**
 * Finds a start for each task, in order: the first free slot that is long enough. Tasks with `before` (epoch ms) are
 * placed first, in the last slot that ends by then, if any. `start` is null for a task that fits nowhere.
 */
export const placeTasks = <T extends { minutes: number; before?: number }>(
  tasks: T[],
  within: WorkSpan,
  busy: WorkSpan[],
) => {
  const taken = [...busy]
  const starts = new Map<T, number>()
  const urgent = tasks.filter(({ before }) => before !== undefined)
  for (const task of [...urgent, ...tasks.filter((one) => !urgent.includes(one))]) {
    const length = task.minutes * minuteMs
    const spansUntil = (end: number) =>
      freeSpans({ start: within.start, end: Math.min(within.end, end) }, taken)
        .map((span) => ({ ...span, start: onStep(span.start) }))
        .filter((span) => span.end - span.start >= length)
    const last = task.before === undefined ? undefined : spansUntil(task.before).at(-1)
    const start = last
      ? last.start + Math.floor((last.end - length - last.start) / (step * minuteMs)) * step * minuteMs
      : spansUntil(within.end)[0]?.start
    if (start === undefined) continue
    starts.set(task, start)
    taken.push({ start, end: start + length })
  }
  return tasks.map((task) => ({ task, start: starts.get(task) ?? null }))
}
