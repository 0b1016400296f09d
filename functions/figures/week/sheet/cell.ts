import { pathTo } from '../../../lib/http/path-to'
import { type Clock, clockTime, duration, hoursMinutes, padded, timeOfMinute, zoneName } from '../../../lib/text/format'
import { capitalize } from '../../../lib/text/text'
import { addDays, dayOf, dayStart, wallTime, type Zone } from '../../../lib/time/days'
import { type Interval, intervalEnd } from '../../../lib/time/hours'
import { parseDuration } from '../../../lib/time/typed-time'
import { minuteMs } from '../../../lib/time/units'
import type { ListedSession } from '../../../time/sessions/schema'
import { freeSpans, type WorkSpan } from '../../dashboard/work'

/** A row's cell on a date. */
export type Cell = {
  date: string
  /** Sessions of the row on the date; on a future date, planned ones. Their time is counted from their start on. */
  own: ListedSession[]
  /** Times of all other sessions nearby: tracked, planned and running. A running session has no end. */
  others: WorkSpan[]
  isRunning: boolean
}

/** Settings of the person who types. `start`: minute at which work begins; `now`: epoch ms. */
export type CellSettings = { zone: Zone; start: number; clock: Clock; now: number }

export type CellPlan = {
  /** Seconds of the cell after the change. */
  seconds: number
  edits: { session: ListedSession; ended_at: number; duration_seconds: number }[]
  deletes: ListedSession[]
  /** New sessions, in the zone of the cell. */
  adds: (Interval & { ended_at: number })[]
  zone: Zone
  /** True if the date is in the future: its sessions are planned. */
  isAhead: boolean
  /** Usual start of work (epoch ms), set if time is added before it. */
  start?: number
}

/** Reason why nothing changes. `href`: page where the change is possible. */
type Refused = { refused: string; href?: string }

/** Minimum length in ms of a free slot that is used. Nobody works in shorter slots. */
const shortest = 15 * 60_000

/** New time goes after this time only if the rest of the day has no room. */
const latestTime = '22:00'

/** Text of a cell: `1:30`. */
export const cellText = (seconds: number) => {
  const { hours, minutes } = hoursMinutes(seconds)
  return seconds === 0 ? '' : `${hours}:${padded(minutes)}`
}

/** Maximum bare number after a sign that is read as hours. */
const hoursWithSign = 4

/** Seconds that a typed text means in a cell with `seconds`; null if the text changes nothing. */
const typedSeconds = (typed: string, seconds: number): number | null | Refused => {
  const text = typed.trim()
  if (text === cellText(seconds)) return null
  if (text === '') return 0
  const [, sign = '', amount = ''] = /^([+−–-]?)(.*)$/s.exec(text) ?? []
  // 130 means 1:30. A shorter number means hours, like 1.5.
  const [, hours, minutes] = /^\s*(\d{1,2})([0-5]\d)\s*$/.exec(amount) ?? []
  const isBare = hours === undefined && /^\s*\d+\s*$/.test(amount)
  // -1 subtracts an hour, but -15 probably means minutes: ask.
  if (isBare && sign !== '' && Number(amount) > hoursWithSign)
    return { refused: `Enter ${sign}${Number(amount)}m or ${sign}${Number(amount)}h.` }
  if (isBare && Number(amount) > 24) return { refused: `Enter ${Number(amount)}m for minutes, or hours up to 24.` }
  const value = isBare ? Number(amount) * 3600 : parseDuration(hours ? `${hours}:${minutes}` : amount)
  if (value === null) return { refused: 'Enter time as 1:30, 1.5, 90m or +15m; 0 deletes.' }
  if (sign === '') return value
  if (sign === '+') return seconds + value
  return seconds === 0 ? { refused: 'There is no time to subtract from.' } : Math.max(0, seconds - value)
}

/** Reason why a cell cannot be edited; null if it can. @param own zones of its sessions */
export const lockReason = (
  { own, isRunning }: { own: Zone[]; isRunning: boolean },
  { zone }: Pick<CellSettings, 'zone'>,
) => {
  if (isRunning) return 'The timer is running here. Stop it to change this.'
  const away = own.find(({ time_zone }) => time_zone !== zone.time_zone)
  if (away) return `Tracked in ${zoneName(away.time_zone)}. Edit its sessions instead.`
  return own.some(({ day_start_minute }) => day_start_minute !== own[0]?.day_start_minute)
    ? 'Tracked with several day starts. Edit its sessions instead.'
    : null
}

/** Seconds of sessions on a date, as the ledger counts them. */
export const secondsOn = (date: string, sessions: Pick<ListedSession, 'days'>[]) =>
  sessions.flatMap(({ days }) => days).reduce((sum, [day, seconds]) => (day === date ? sum + seconds : sum), 0)

/** Shortens sessions at their ends, last one first. Returns the seconds that could not be removed. */
const shorten = (
  plan: CellPlan,
  sessions: ListedSession[],
  { date, from }: { date: string; from: number },
  seconds: number,
) => {
  let left = seconds
  for (const session of sessions) {
    if (left === 0 && plan.seconds > 0) break
    const has = secondsOn(date, [session])
    const taken = Math.min(left, has)
    const duration_seconds = session.duration_seconds - taken
    if (taken === has && session.started_at >= from) plan.deletes.push(session)
    else if (taken > 0)
      plan.edits.push({ session, duration_seconds, ended_at: session.started_at + duration_seconds * 1000 })
    left -= taken
  }
  return left
}

/** Length of a span in seconds. */
const lengthOf = ({ start, end }: WorkSpan) => Math.floor((end - start) / 1000)

/** Spans that are long enough for at least a part of `seconds`, each from its first whole minute on. */
const usable = (spans: WorkSpan[], seconds: number) =>
  spans
    .map(({ start, end }) => ({ start: Math.ceil(start / minuteMs) * minuteMs, end }))
    .filter((span) => span.end - span.start >= Math.min(shortest, seconds * 1000))

/** Seconds to use of a span. All that are left if they fit, else whole minutes. */
const partOf = (span: WorkSpan, left: number) => {
  const length = lengthOf(span)
  return length >= left ? left : Math.floor(length / 60) * 60
}

/**
 * Places time into free spans: first right after the last session, then into the first span from `anchor` on that holds
 * the rest. If none does, into several spans from there on, or else into the latest spans of the day. Returns the
 * seconds that do not fit.
 */
const fill = (plan: CellPlan, free: WorkSpan[], last: ListedSession | undefined, anchor: number, seconds: number) => {
  let left = seconds
  const next = last && free.find(({ start }) => start === intervalEnd(last))
  if (last && next) {
    const taken = Math.min(left, lengthOf(next))
    const duration_seconds = last.duration_seconds + taken
    const ended_at = Math.max(last.ended_at, next.start + taken * 1000)
    if (taken > 0) plan.edits.push({ session: last, duration_seconds, ended_at })
    left -= taken
  }
  const open = free.filter((span) => span !== next)
  const after = usable(
    open.map(({ start, end }) => ({ start: Math.max(start, anchor), end })),
    left,
  )
  const whole = after.find((span) => lengthOf(span) >= left)
  const isForward = whole || after.reduce((sum, span) => sum + partOf(span, left), 0) >= left
  for (const span of whole ? [whole] : isForward ? after : usable(open, left).toReversed()) {
    const taken = partOf(span, left)
    if (taken <= 0) continue
    const latest = Math.floor((span.end - taken * 1000) / minuteMs) * minuteMs
    const started_at = isForward ? span.start : Math.max(span.start, latest)
    plan.adds.push({ started_at, ended_at: started_at + taken * 1000, duration_seconds: taken })
    left -= taken
  }
  plan.adds.sort((a, b) => a.started_at - b.started_at)
  return left
}

/**
 * Plans the edits that give a cell exactly the typed time. Added time goes after the last session, then into free time.
 * Removed time is taken from the last sessions. Other days and rows are unchanged. Null if nothing changes. @param
 * typed text, or seconds
 */
export const planCell = (cell: Cell, typed: string | number, typist: CellSettings): CellPlan | Refused | null => {
  const { date, own, others } = cell
  const had = secondsOn(date, own)
  const seconds = typeof typed === 'number' ? typed : typedSeconds(typed, had)
  if (seconds === null || seconds === had) return null
  if (typeof seconds !== 'number') return seconds
  const locked = lockReason(cell, typist)
  if (locked) return { refused: locked }
  const zone = { ...typist.zone, ...(own[0] && { day_start_minute: own[0].day_start_minute }) }
  const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
  if (seconds > lengthOf({ start: from, end: to }))
    return { refused: `This day only has ${duration((to - from) / 1000)}.` }
  const start = wallTime(date, timeOfMinute(typist.start), zone)
  const time = (instant: number) => clockTime(instant, zone.time_zone, typist.clock)
  const over = own.find((session) => intervalEnd(session) > to)
  // A session that ends on the next day is not shortened, because its end belongs to that day.
  const sessions = own
    .filter((session) => intervalEnd(session) <= to)
    .toSorted((a, b) => intervalEnd(b) - intervalEnd(a))
  const isAhead = date > dayOf(typist.now, typist.zone)
  const empty = (): CellPlan => ({ seconds, edits: [], deletes: [], adds: [], zone, isAhead })
  if (seconds < had) {
    const plan = empty()
    return shorten(plan, sessions, { date, from }, had - seconds) > 0 && over
      ? {
          refused: `The session from ${time(over.started_at)} ends after midnight. Edit it instead.`,
          href: pathTo`/sessions/${over.id}/edit`,
        }
      : plan
  }
  const taken = [...others, ...own.map((session) => ({ start: session.started_at, end: intervalEnd(session) }))]
  const [last] = sessions
  const anchor = last ? intervalEnd(last) : start
  const evening = wallTime(date, latestTime, zone)
  let most = had
  for (const end of anchor < evening ? [evening, to] : [to]) {
    const limit = Math.min(end, to, isAhead ? to : typist.now)
    const plan = empty()
    const left = fill(plan, freeSpans({ start: from, end: limit }, taken), last, anchor, seconds - had)
    if (left === 0)
      return plan.adds.some(({ started_at }) => started_at < Math.min(start, anchor)) ? { ...plan, start } : plan
    most = seconds - left
  }
  const until = !isAhead && typist.now < to ? `until now (${time(typist.now)})` : null
  return {
    refused:
      most - had < 60
        ? `No time is free ${until ?? 'on this day'}.`
        : `At most ${duration(most)} fit ${until ?? 'here. Other time takes the rest of this day'}.`,
  }
}

/** Spans of added and edited sessions. */
export const spansOf = ({ adds, edits }: CellPlan): WorkSpan[] =>
  [...adds, ...edits.map(({ session, duration_seconds }) => ({ ...session, duration_seconds }))].map((one) => ({
    start: one.started_at,
    end: intervalEnd(one),
  }))

/** Maximum number of changes listed one by one. */
const toldAtMost = 4

/** Number of sessions that a plan changes. */
export const countCellChanges = ({ edits, deletes, adds }: CellPlan) => edits.length + deletes.length + adds.length

/** `a, b and c`. A long list is cut after its first items: `a, b, c and 2 more`. */
const listed = (all: string[]) => {
  const told = all.length > toldAtMost ? [...all.slice(0, toldAtMost - 1), `${all.length + 1 - toldAtMost} more`] : all
  return [told.slice(0, -1).join(', '), ...told.slice(-1)].filter(Boolean).join(' and ')
}

/** Describes the changes: `the one from 09:00 ends at 09:30 and 11:35–12:30` */
export const changeWords = (plan: CellPlan, clock: Clock) => {
  const time = (instant: number) => clockTime(instant, plan.zone.time_zone, clock)
  const gone = plan.deletes.toReversed().map(({ started_at }) => time(started_at))
  const words = listed([
    ...(gone.length > 1
      ? [`those from ${listed(gone)} are deleted`]
      : gone.map((at) => `the one from ${at} is deleted`)),
    ...plan.edits.map(({ session, duration_seconds }) => {
      const end = intervalEnd({ ...session, duration_seconds })
      return `the one from ${time(session.started_at)} ends at ${time(end)}`
    }),
    ...plan.adds.map(({ started_at, ended_at }) => `${time(started_at)}–${time(ended_at)}`),
  ])
  return plan.start === undefined ? words : `${words}; starts before your usual ${time(plan.start)}`
}

/** `1h 30m`, `1h 30m planned` */
export const secondsWords = ({ seconds, isAhead }: CellPlan) => `${duration(seconds)}${isAhead ? ' planned' : ''}`

/** `1h 30m, 09:00–09:35 and 11:35–12:30`, `Those from 09:00 and 11:00 are deleted` */
export const planWords = (plan: CellPlan, clock: Clock) => {
  const words = changeWords(plan, clock)
  return plan.seconds > 0 ? `${secondsWords(plan)}, ${words}` : capitalize(words)
}
