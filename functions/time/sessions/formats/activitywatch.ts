import { packageNameLimit } from '../../../lib/text/package-name'
import { cleanLine, firstCharacters, textOf } from '../../../lib/text/text'
import { addDays, dayOf, dayStart, type Zone } from '../../../lib/time/days'
import type { ReadRecord } from '../csv/entry'
import { cellOf, numberOf, rejectedRecord, toArray, toMap } from './values'

/** Use of an app on a local day. `key` is the same in every import of that day. */
export type LogUse = {
  key: string
  package_name: string
  date: string
  seconds: number
  /** First and last use on that day, in epoch ms. */
  started_at: number
  ended_at: number
}

type Interval = { from: number; to: number }

const eventOf = (event: Map<string, unknown>): Event[] => {
  const interval = intervalOf(event)
  return interval ? [{ ...interval, data: toMap(event.get('data')) }] : []
}

const activityWatchHeader = ['bucket', 'timestamp', 'duration', 'app']

const bucketsOf = (document: unknown) => {
  const buckets = toMap(document).get('buckets')
  return [...(Array.isArray(buckets) ? buckets.map((bucket) => ['', bucket] as const) : toMap(buckets))].map(
    ([id, bucket]) => {
      const members = toMap(bucket)
      return {
        id: textOf(members.get('id')) || id,
        type: textOf(members.get('type')),
        host: textOf(members.get('hostname')),
        events: toArray(members.get('events')).map(toMap),
      }
    },
  )
}
type Bucket = ReturnType<typeof bucketsOf>[number]

export const isActivityWatch = (document: unknown) => {
  const root = toMap(document)
  const buckets = bucketsOf(document)
  return root.has('buckets') && buckets.length > 0 && buckets.every(({ type }) => type !== '')
}

const intervalOf = (event: Map<string, unknown>): Interval | null => {
  const stamp = textOf(event.get('timestamp'))
  const from = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(stamp) ? Date.parse(stamp) : Number.NaN
  const seconds = numberOf(event.get('duration'))
  if (!Number.isFinite(from) || from < 0 || seconds === null || seconds < 0 || seconds > 1e9) return null
  return { from, to: from + Math.round(seconds * 1000) }
}

type Event = Interval & { data: Map<string, unknown> }

/** Maximum gap in ms between events that ActivityWatch's watchers merge into one. */
const pulseTime = 5_000

/** Makes a bucket's events disjoint: each moment belongs to the event that began last. */
const apart = (events: Event[]) => {
  const parts: Event[] = []
  const open: Event[] = []
  let at = 0
  const sorted = events.toSorted((a, b) => a.from - b.from || a.to - b.to)
  for (const next of [...sorted, { from: Number.POSITIVE_INFINITY, to: 0, data: new Map() }]) {
    for (let last = open.at(-1); last && at < next.from; last = open.at(-1)) {
      const to = Math.min(last.to, next.from)
      if (to > at) parts.push({ ...last, from: at, to })
      at = Math.max(at, to)
      if (last.to <= at) open.pop()
    }
    at = next.from
    open.push(next)
  }
  return parts
}

/** Fills short gaps from the longer of the two neighbouring events, like aw-core's `flood`. Events must be disjoint. */
export const floodEvents = (events: Event[]) => {
  const parts = apart(events)
  for (const [index, after] of parts.entries()) {
    const before = parts[index - 1]
    const gap = before ? after.from - before.to : 0
    if (!before || gap <= 0 || gap > pulseTime) continue
    if (before.to - before.from >= after.to - after.from) before.to = after.from
    else after.from = before.to
  }
  return parts
}

/** Merges overlapping and adjacent intervals. Returns them in order. */
export const mergeIntervals = (intervals: Interval[]) => {
  const result: Interval[] = []
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

/** Parts of an interval that are inside others, which must be ordered and disjoint. */
export const intersectIntervals = ({ from, to }: Interval, others: Interval[]) => {
  let [low, high] = [0, others.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((others[middle]?.to ?? 0) <= from) low = middle + 1
    else high = middle
  }
  const parts: Interval[] = []
  for (let at = low; at < others.length; at += 1) {
    const other = others[at]
    if (!other || other.from >= to) break
    parts.push({ from: Math.max(from, other.from), to: Math.min(to, other.to) })
  }
  return parts.filter((part) => part.to > part.from)
}

/** Package name of an app. Package names in Daymark have no spaces. */
const packageOf = (data: Map<string, unknown>) => {
  const name = textOf(data.get('package')) || textOf(data.get('app'))
  return firstCharacters(cleanLine(name).replace(/[\s\p{Z}]+/gu, '-'), packageNameLimit)
}

const isAway = ({ type }: Bucket) => type === 'afkstatus'
const isWindows = ({ type }: Bucket) => type === 'currentwindow'

/** Intervals of presence at each computer, by its name. */
const presenceOf = (buckets: Bucket[]) => {
  const atComputer = new Map<string, Interval[]>()
  for (const [host, ofHost] of Map.groupBy(buckets.filter(isAway), (bucket) => bucket.host)) {
    const present = ofHost
      .flatMap(({ events }) => floodEvents(events.flatMap(eventOf)))
      .filter(({ data }) => textOf(data.get('status')) === 'not-afk')
    atComputer.set(host, mergeIntervals(present))
  }
  return atComputer
}

/** Sums up app use by bucket, app and day. */
const sumsByDay = (zone: Zone) => {
  const sums = new Map<string, LogUse & { milliseconds: number }>()
  const add = (bucket: string, package_name: string, { from, to }: Interval) => {
    for (let [at, date] = [from, dayOf(from, zone)]; at < to; date = addDays(date, 1)) {
      const until = Math.min(to, Math.max(at, dayStart(addDays(date, 1), zone)))
      const key = `activitywatch:${JSON.stringify([bucket, package_name, date])}`
      const sum = sums.get(key) ?? {
        key,
        package_name,
        date,
        seconds: 0,
        started_at: at,
        ended_at: until,
        milliseconds: 0,
      }
      sum.milliseconds += until - at
      sum.started_at = Math.min(sum.started_at, at)
      sum.ended_at = Math.max(sum.ended_at, until)
      sums.set(key, sum)
      at = until
    }
  }
  const uses = () =>
    [...sums.values()].flatMap(({ milliseconds, ...use }) => {
      const seconds = Math.round(milliseconds / 1000)
      return seconds === 0 ? [] : [{ ...use, seconds }]
    })
  return { add, uses }
}

/**
 * Reads an export of ActivityWatch: window events of each computer while in use, by app and day. Buckets of browsers
 * and editors are left out, since they describe the same windows. Events are made disjoint and flooded as in
 * ActivityWatch's own queries.
 */
export const readActivityWatch = (document: unknown, zone: Zone) => {
  const buckets = bucketsOf(document)
  const records: ReadRecord[] = []
  let line = 0
  const atComputer = presenceOf(buckets)
  const sums = sumsByDay(zone)
  const windows = buckets.filter(isWindows)
  for (const { id, host, events } of windows) {
    const present = atComputer.get(host)
    const read: Event[] = []
    for (const event of events) {
      line += 1
      const data = toMap(event.get('data'))
      const [interval, app] = [intervalOf(event), packageOf(data)]
      const reasons = [
        ...(interval
          ? []
          : ['timestamp and duration: not a time such as 2026-03-25T09:30:00Z with seconds from 0 on.']),
        ...(app === '' ? ['data.app is missing.'] : []),
      ]
      if (interval && app !== '') read.push({ ...interval, data })
      else {
        const raw = [id, cellOf(event.get('timestamp')), cellOf(event.get('duration')), app]
        records.push(rejectedRecord(line, raw, ...reasons))
      }
    }
    for (const event of floodEvents(read)) {
      for (const part of present ? intersectIntervals(event, present) : [event])
        sums.add(id, packageOf(event.data), part)
    }
  }
  return {
    format: 'activitywatch' as const,
    header: activityWatchHeader,
    records,
    tasks: [],
    uses: sums.uses(),
    leftOut: buckets.flatMap((bucket) => {
      const reason = 'Its events are about the same time as the windows.'
      return isAway(bucket) || isWindows(bucket) ? [] : [{ line: 0, what: `Bucket “${bucket.id}”`, reason }]
    }),
    /** Computers without presence data, whose window events count in full. */
    withoutAway: [...new Set(windows.map(({ host }) => host))].filter((host) => !atComputer.has(host)),
  }
}
