import type { User } from '../../lib/env'
import { timeOfMinute } from '../../lib/text/format'
import { addDays, wallTime } from '../../lib/time/days'

/** A stretch of time, half-open; instants in epoch ms. */
export type WorkSpan = { start: number; end: number }

/** Parts of a span that no busy span covers. */
export const freeSpans = ({ start, end }: WorkSpan, busy: WorkSpan[] = []): WorkSpan[] => {
  const free: WorkSpan[] = []
  let from = start
  for (const one of busy.toSorted((a, b) => a.start - b.start)) {
    if (one.end <= one.start) continue
    if (one.start > from) free.push({ start: from, end: Math.min(one.start, end) })
    from = Math.max(from, one.end)
  }
  return [...free, { start: from, end }].filter((span) => span.end > span.start)
}

/** Total length of spans in seconds. */
export const secondsOf = (spans: WorkSpan[]) => spans.reduce((sum, { start, end }) => sum + (end - start) / 1000, 0)

/** The person's working hours on a date, from now on if they have begun. Instants in epoch ms. */
export const workingHours = (date: string, preferences: User['preferences'], now: number): WorkSpan => {
  const at = (minute: number, days = 0) => wallTime(addDays(date, days), timeOfMinute(minute), preferences)
  const { work_start_minute: from, work_end_minute: to } = preferences
  return { start: Math.max(at(from), now), end: at(to, to > from ? 0 : 1) }
}
