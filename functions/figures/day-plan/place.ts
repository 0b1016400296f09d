/** A stretch of time, half-open; instants in epoch ms. */
export type Span = { start: number; end: number }

const minuteMs = 60_000
/** Tasks begin at a multiple of so many minutes. */
const step = 5

const onStep = (instant: number) => Math.ceil(instant / (step * minuteMs)) * step * minuteMs

/** The stretches of a span in which nothing lies. */
export const freeSpans = ({ start, end }: Span, busy: Span[]): Span[] => {
  const free: Span[] = []
  let from = start
  for (const one of busy.toSorted((a, b) => a.start - b.start)) {
    if (one.start > from) free.push({ start: from, end: Math.min(one.start, end) })
    from = Math.max(from, one.end)
  }
  return [...free, { start: from, end }].filter((span) => span.end > span.start)
}

/** The sum of spans, in seconds. */
export const secondsOf = (spans: Span[]) => spans.reduce((sum, { start, end }) => sum + (end - start) / 1000, 0)

/**
 * Gives each task, in their order, the first stretch of the span that is free and long enough, from a multiple of five
 * minutes on. A task that fits nowhere has none.
 */
export const placeTasks = <T extends { minutes: number }>(tasks: T[], within: Span, busy: Span[]) => {
  const taken = [...busy]
  return tasks.map((task) => {
    const length = task.minutes * minuteMs
    const start = freeSpans(within, taken)
      .map((span) => ({ ...span, start: onStep(span.start) }))
      .find((span) => span.end - span.start >= length)?.start
    if (start !== undefined) taken.push({ start, end: start + length })
    return { task, start: start ?? null }
  })
}
