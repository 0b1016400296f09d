import { minuteMs } from '../../lib/time/units'
import { freeSpans, type WorkSpan } from '../dashboard/work'

/** Step of start times of tasks, in minutes. */
const step = 5

const onStep = (instant: number) => Math.ceil(instant / (step * minuteMs)) * step * minuteMs

/**
 * Gives each task, in their order, the first stretch of the span that is free and long enough, from a multiple of five
 * minutes on. One that is to be done `before` something gets the last stretch before that, if there is one, and goes
 * first. A task that fits nowhere has none.
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
