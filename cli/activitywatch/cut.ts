import { hourMs } from '../../functions/lib/time/units'

/** From `start` up to, not including, `end`, in epoch ms. */
export type EventSpan = { start: number; end: number }

/** A stretch during which an app was in front. `event` is ActivityWatch's id of the event. */
export type AppWindow = EventSpan & { event: string; app: string }

/** Maximum gap between windows that still counts as use: the watcher looks each second and may miss some. */
const lookMs = 3_000

const shortestMs = 1_000

/**
 * Ends each window where the next begins, if they overlap or the gap is at most `lookMs`; a duplicate becomes empty.
 */
const inTurn = (windows: AppWindow[]) => {
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
export const whilePresent = (windows: AppWindow[], present: EventSpan[] | null) => {
  if (!present) return windows
  const spans = union(present)
  let first = 0
  return windows.flatMap((window) => {
    while ((spans[first]?.end ?? Number.POSITIVE_INFINITY) <= window.start) first += 1
    const parts: AppWindow[] = []
    for (let at = first; at < spans.length; at += 1) {
      const span = spans[at]
      if (!span || span.start >= window.end) break
      parts.push({ ...window, start: Math.max(window.start, span.start), end: Math.min(window.end, span.end) })
    }
    return parts
  })
}

/** Splits a window at full hours, so that long use is sent before it ends. */
const byHour = (window: AppWindow) => {
  const parts: AppWindow[] = []
  for (let { start } = window; start < window.end; ) {
    const end = Math.min(window.end, (Math.floor(start / hourMs) + 1) * hourMs)
    parts.push({ ...window, start, end })
    start = end
  }
  return parts
}

/**
 * Joins an app's windows into uses, cut at full hours, wherever reading began. A use that may still grow is left out:
 * `place` is the start of the next read. A use has the event id of its first window.
 * @param until everything before this instant is known (epoch ms)
 */
export const joinWindows = (windows: AppWindow[], present: EventSpan[] | null, until: number) => {
  const uses: AppWindow[] = []
  for (const part of whilePresent(inTurn(windows), present).flatMap(byHour)) {
    const last = uses.at(-1)
    const goesOn = last && last.app === part.app && last.end === part.start && part.start % hourMs !== 0
    if (goesOn) last.end = part.end
    else uses.push({ ...part })
  }
  const isWhole = ({ end }: AppWindow) => end < until || (end === until && end % hourMs === 0)
  const waiting = uses.find((use) => !isWhole(use))
  return {
    uses: uses.filter((use) => isWhole(use) && use.end - use.start >= shortestMs),
    place: Math.min(waiting?.start ?? until, until),
  }
}
