import { addDays, dayOf, dayStart, type Zone } from '../../../lib/days'
import { packageNameLimit } from '../../../lib/package-name'
import { cleanLine, firstCharacters } from '../../../lib/text'
import type { ReadRecord } from '../csv/entry'
import { cellOf, listOf, membersOf, numberOf, rejected, textOf } from './values'

/** Time of an app on one day of the person. `key` is the same each time that the day is imported. */
export type LogUse = {
  key: string
  package_name: string
  date: string
  seconds: number
  /** When it was used first and last that day, in epoch ms. */
  started_at: number
  ended_at: number
}

type Interval = { from: number; to: number }

const activityWatchHeader = ['bucket', 'timestamp', 'duration', 'app']

const bucketsOf = (document: unknown) => {
  const buckets = membersOf(document).get('buckets')
  return [...(Array.isArray(buckets) ? buckets.map((bucket) => ['', bucket] as const) : membersOf(buckets))].map(
    ([id, bucket]) => {
      const members = membersOf(bucket)
      return {
        id: textOf(members.get('id')) || id,
        type: textOf(members.get('type')),
        host: textOf(members.get('hostname')),
        events: listOf(members.get('events')).map(membersOf),
      }
    },
  )
}
type Bucket = ReturnType<typeof bucketsOf>[number]

export const isActivityWatch = (document: unknown) => {
  const root = membersOf(document)
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

/** Joins intervals that overlap or touch, in order. */
export const joined = (intervals: Interval[]) => {
  const result: Interval[] = []
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

/** The parts of an interval that lie in others, which are in order and apart. */
export const within = ({ from, to }: Interval, others: Interval[]) => {
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

/** Names of apps have no spaces in Daymark. */
const packageOf = (data: Map<string, unknown>) => {
  const name = textOf(data.get('package')) || textOf(data.get('app'))
  return firstCharacters(cleanLine(name).replace(/[\s\p{Z}]+/gu, '-'), packageNameLimit)
}

const isAway = ({ type }: Bucket) => type === 'afkstatus'
const isWindows = ({ type }: Bucket) => type === 'currentwindow'

/**
 * Reads an export of ActivityWatch’s buckets: the windows of each computer, as far as one was at it, by app and day.
 * Buckets of browsers and editors tell more about the same windows, so they are left out.
 */
export const readActivityWatch = (document: unknown, zone: Zone) => {
  const buckets = bucketsOf(document)
  const records: ReadRecord[] = []
  let line = 0
  const atComputer = new Map<string, Interval[]>()
  for (const [host, ofHost] of Map.groupBy(buckets.filter(isAway), (bucket) => bucket.host)) {
    const present = ofHost
      .flatMap(({ events }) => events)
      .filter((event) => textOf(membersOf(event.get('data')).get('status')) === 'not-afk')
    atComputer.set(host, joined(present.flatMap((event) => intervalOf(event) ?? [])))
  }
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
  const windows = buckets.filter(isWindows)
  for (const { id, host, events } of windows) {
    const present = atComputer.get(host)
    for (const event of events) {
      line += 1
      const data = membersOf(event.get('data'))
      const [interval, app] = [intervalOf(event), packageOf(data)]
      const reasons = [
        ...(interval
          ? []
          : ['timestamp and duration: not a time such as 2026-03-25T09:30:00Z with seconds from 0 on.']),
        ...(app === '' ? ['data.app is missing.'] : []),
      ]
      if (interval && app !== '')
        for (const part of present ? within(interval, present) : [interval]) add(id, app, part)
      else {
        const raw = [id, cellOf(event.get('timestamp')), cellOf(event.get('duration')), app]
        records.push(rejected(line, raw, ...reasons))
      }
    }
  }
  const uses = [...sums.values()].flatMap(({ milliseconds, ...use }) => {
    const seconds = Math.round(milliseconds / 1000)
    return seconds === 0 ? [] : [{ ...use, seconds }]
  })
  return {
    format: 'activitywatch' as const,
    header: activityWatchHeader,
    records,
    tasks: [],
    uses,
    /** Computers whose windows count whole, as nothing tells when nobody was at them. */
    withoutAway: [...new Set(windows.map(({ host }) => host))].filter((host) => !atComputer.has(host)),
  }
}
