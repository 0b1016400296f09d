/** Wall-clock times without a zone, in seconds since 1970-01-01T00:00. */
export type BlockTimes = { start: number; end: number }

/** Date of a lane, and its drawn hours in minutes since the date's midnight. */
export type LaneTimes = { date: string; from: number; minutes: number }

/** Seconds in a day. */
export const daySeconds = 86_400

export const midnight = (date: string) => Date.parse(`${date}T00:00Z`) / 1000

/** `2026-11-24T16:00`, with seconds unless they are 0. */
export const localText = (time: number) => new Date(time * 1000).toISOString().slice(0, time % 60 ? 19 : 16)

export const blockDate = (time: number) => localText(time).slice(0, 10)

export const topOf = ({ date, from }: LaneTimes) => midnight(date) + from * 60

const secondsOf = (text: string) => {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace('-', '').split(':').map(Number)
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)
}

/** Parses the times at the start of a text, counted from a date's midnight. The end is NaN for a running timer. */
export const spanOf = (date: string, at: string): BlockTimes => {
  const [, start = '', end = ''] = /^(-?[\d:]+)-(-?[\d:]*)/.exec(at) ?? []
  return { start: midnight(date) + secondsOf(start), end: end ? midnight(date) + secondsOf(end) : Number.NaN }
}

/** The nearest multiple of a step, or the original time of day `own` if that is nearer. All in seconds. */
export const snapTime = (time: number, step: number, own?: number) => {
  const grid = Math.round(time / step) * step
  if (own === undefined) return grid
  const same = own + Math.round((time - own) / daySeconds) * daySeconds
  return Math.abs(same - time) < Math.abs(grid - time) ? same : grid
}

export const moveSpan = ({ start, end }: BlockTimes, to: number): BlockTimes => ({ start: to, end: to + end - start })

/** Moves an edge to a time. At least one step remains, unless the span was shorter. */
export const resizeSpan = (span: BlockTimes, edge: 'start' | 'end', to: number, step: number): BlockTimes => {
  const { start, end } = span
  return edge === 'start'
    ? { start: Math.min(to, Math.max(start, Math.ceil(end / step) * step - step)), end }
    : { start, end: Math.max(to, Math.min(end, Math.floor(start / step) * step + step)) }
}

/** Span drawn between two times in either direction, at least one step long. */
export const drawnSpan = (from: number, to: number, step: number): BlockTimes =>
  to < from ? { start: to, end: from } : { start: from, end: Math.max(to, from + step) }

/** The part of a span that a lane shows, in seconds from its top. */
export const visiblePart = (lane: LaneTimes, { start, end }: BlockTimes) => {
  const top = topOf(lane)
  const [from, to] = [Math.max(start - top, 0), Math.min(end - top, lane.minutes * 60)]
  return to > from ? { y: from, height: to - from } : null
}

/** Date of a task dropped on a lane; times after midnight belong to the lane's date. */
export const ledgerDate = (lane: LaneTimes, time: number) =>
  blockDate(midnight(lane.date) + Math.floor((time - topOf(lane)) / daySeconds) * daySeconds)

/** Maximum length in seconds of a gap that is filled as a whole. */
const wholeGap = 5400

/**
 * The free slot at a time: the gap between spans, or the free part of the hour if the gap is long. At least one step
 * long. Undefined if a span covers the time.
 */
export const freeSlot = (spans: BlockTimes[], time: number, step: number): BlockTimes | undefined => {
  if (spans.some(({ start, end }) => start <= time && time < end)) return
  const before = Math.max(...spans.map((span) => span.end).filter((end) => end <= time))
  const after = Math.min(...spans.map((span) => span.start).filter((start) => start > time))
  const hour = Math.floor(time / 3600) * 3600
  const isShort = after - before <= wholeGap
  const start = isShort ? before : Math.max(hour, before)
  const end = isShort ? after : Math.min(hour + 3600, after)
  return { start, end: Math.max(end, start + step) }
}

const halfHour = 1800

/** The half hours of a lane that no span covers. */
export const freeHalfHours = (lane: LaneTimes, spans: BlockTimes[]): BlockTimes[] =>
  Array.from({ length: lane.minutes / 30 }, (_, n) => topOf(lane) + n * halfHour)
    .map((start) => ({ start, end: start + halfHour }))
    .filter((half) => spans.every(({ start, end }) => end <= half.start || start >= half.end))
