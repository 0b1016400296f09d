/** Tracked time that fills an interval from its start: idle time is taken from its end. `started_at` in epoch ms. */
export type Interval = { started_at: number; duration_seconds: number }

/** epoch ms */
export const endOf = (interval: Interval) => interval.started_at + interval.duration_seconds * 1000

export const overlaps = (a: Interval, b: Interval) => a.started_at < endOf(b) && b.started_at < endOf(a)

/** Merges intervals that overlap, in order. */
const union = (intervals: Interval[]) => {
  const merged: { start: number; end: number }[] = []
  for (const interval of intervals.toSorted((a, b) => a.started_at - b.started_at)) {
    const last = merged.at(-1)
    if (last && interval.started_at <= last.end) last.end = Math.max(last.end, endOf(interval))
    else merged.push({ start: interval.started_at, end: endOf(interval) })
  }
  return merged
}

/** Seconds that the intervals cover, once where they overlap. */
export const coveredSeconds = (intervals: Interval[]) =>
  Math.floor(union(intervals).reduce((sum, { start, end }) => sum + end - start, 0) / 1000)

/** For each interval, how many of its seconds at least one other interval covers too. */
export const overlapSeconds = (intervals: Interval[]) => {
  const changes = intervals
    .filter((interval) => interval.duration_seconds > 0)
    .flatMap((interval) => [
      { at: interval.started_at, by: 1 },
      { at: endOf(interval), by: -1 },
    ])
    .sort((a, b) => a.at - b.at)
  const sharedUntil = new Map<number, number>()
  let [open, shared, previous] = [0, 0, 0]
  for (const { at, by } of changes) {
    if (open > 1) shared += at - previous
    sharedUntil.set(at, shared)
    open += by
    previous = at
  }
  const until = (at: number) => sharedUntil.get(at) ?? 0
  return intervals.map((interval) => Math.floor((until(endOf(interval)) - until(interval.started_at)) / 1000))
}
