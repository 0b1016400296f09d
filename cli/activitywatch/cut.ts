import { hourMs } from '../../functions/lib/time/units'

/** From `start` to before `end`, in epoch ms. */
export type EventSpan = { start: number; end: number }

/** A window of an app that was in front. `event` is the id of ActivityWatch. */
export type Window = EventSpan & { event: string; app: string }

/** A window lasts until the next one where the watcher, which looks each second, saw nothing in between. */
const lookMs = 3_000

const shortestMs = 1_000

/** Ends each window at the start of the next one where they overlap or the gap is at most `lookMs`; a duplicate becomes empty. */
const inTurn = (windows: Window[]) => {
  const sorted = windows.toSorted((a, b) => a.start - b.start || a.end - b.end)
  return sorted.map((window, index) => {
    const next = sorted[index + 1]?.start ?? Number.POSITIVE_INFINITY
    return next - window.end <= lookMs ? { ...window, end: next } : window
  })
}

const union = (spans: EventSpan[]) => {
  const all: EventSpan[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else all.push({ ...span })
  }
  return all
}

/** Clips windows to the person's presence. @param present null if no watcher records it, as on phones */
const whilePresent = (windows: Window[], present: EventSpan[] | null) => {
  if (!present) return windows
  const spans = union(present)
  let first = 0
  return windows.flatMap((window) => {
    while ((spans[first]?.end ?? Number.POSITIVE_INFINITY) <= window.start) first += 1
    const parts: Window[] = []
    for (let at = first; at < spans.length; at += 1) {
      const span = spans[at]
      if (!span || span.start >= window.end) break
      parts.push({ ...window, start: Math.max(window.start, span.start), end: Math.min(window.end, span.end) })
    }
    return parts
  })
}

/** Parts of full hours, so that long use is sent before it ends. */
const byHour = (window: Window) => {
  const parts: Window[] = []
  for (let { start } = window; start < window.end; ) {
    const end = Math.min(window.end, (Math.floor(start / hourMs) + 1) * hourMs)
    parts.push({ ...window, start, end })
    start = end
  }
  return parts
}

/**
 * Uses of apps, the same from whatever place the events were read, and the place from which the rest is to be read: a use
 * that may go on waits. Windows of one app are one use, whose event is the first one's.
 * @param until everything before is known (epoch ms)
 */
export const usesOf = (windows: Window[], present: EventSpan[] | null, until: number) => {
  const uses: Window[] = []
  for (const part of whilePresent(inTurn(windows), present).flatMap(byHour)) {
    const last = uses.at(-1)
    const goesOn = last && last.app === part.app && last.end === part.start && part.start % hourMs !== 0
    if (goesOn) last.end = part.end
    else uses.push({ ...part })
  }
  const isWhole = ({ end }: Window) => end < until || (end === until && end % hourMs === 0)
  const waiting = uses.find((use) => !isWhole(use))
  return {
    uses: uses.filter((use) => isWhole(use) && use.end - use.start >= shortestMs),
    place: Math.min(waiting?.start ?? until, until),
  }
}
