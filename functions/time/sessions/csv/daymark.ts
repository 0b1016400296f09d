import { splitLines, splitTags } from '../../../lib/files/csv'
import { isDate, isTimeZone, localDateTime } from '../../../lib/time/days'
import { projectNameLimit } from '../../../line/tokenize'
import { sessionNotesLimit, sessionTitleLimit } from '../schema'
import { billingReader } from './billing'
import {
  artifactReasons,
  type CsvColumn,
  csvColumns,
  entryColumns,
  intervalReasons,
  type LogEntry,
  lengthReasons,
  mismatchReason,
  quoteCell,
  type RowResult,
  tagReasons,
  yearReasons,
} from './entry'

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

const instantOf = (cell: string) => {
  const date = INSTANT.exec(cell)?.[1]
  const instant = Date.parse(cell)
  return date && isDate(date) && Number.isFinite(instant) ? instant : null
}

const isMinuteOfDay = (cell: string) => /^\d{0,4}$/.test(cell) && Number(cell) < 1440

/** Local time in a zone, with milliseconds unless they are 0. */
const wallText = (instant: number, timeZone: string) => {
  const { date, time } = localDateTime(instant, timeZone)
  const milliseconds = new Date(instant).toISOString().slice(19, 23)
  return `${date}T${time}${milliseconds === '.000' ? '' : milliseconds}`
}

type Name = keyof LogEntry

/** Values parsed from a row's cells. */
type Read = { start: number | null; end: number | null; zone: string; tags: string[]; artifacts: string[] }

const reasonsOf = (of: (name: Name) => CsvColumn, cell: (name: Name) => string, read: Read, isZone: boolean) => {
  const { start, end } = read
  const unless = (fits: boolean, name: Name, expected: string, text = cell(name)) =>
    fits ? [] : [mismatchReason(of(name), text, expected)]
  const instantReasons = (name: 'started_at' | 'ended_at', at: number | null) =>
    at === null
      ? unless(false, name, 'an instant such as 2017-08-01T15:10:43.000Z')
      : yearReasons(of(name), cell(name).slice(0, 10))
  return [
    ...instantReasons('started_at', start),
    ...instantReasons('ended_at', end),
    ...unless(/^\d{0,9}$/.test(cell('duration_seconds')), 'duration_seconds', 'a whole number of seconds'),
    ...unless(isMinuteOfDay(cell('day_start_minute')), 'day_start_minute', 'a number of minutes from 0 to 1439'),
    ...unless(isZone, 'time_zone', 'a time zone such as Europe/Lisbon', read.zone),
    ...lengthReasons([
      [of('title'), cell('title'), sessionTitleLimit],
      [of('notes'), cell('notes'), sessionNotesLimit],
      [of('project'), cell('project'), projectNameLimit],
      [of('client'), cell('client'), projectNameLimit],
      [of('goal'), cell('goal'), sessionTitleLimit],
      [of('task'), cell('task'), sessionTitleLimit],
    ]),
    ...tagReasons(of('tags'), read.tags),
    ...artifactReasons(of('artifacts'), read.artifacts),
    ...(cell('chunk') !== '' && cell('plan') === ''
      ? [`${of('chunk').label}: ${quoteCell(cell('chunk'))} is missing its plan.`]
      : []),
    ...(start === null || end === null ? [] : intervalReasons(of('ended_at'), end - start)),
  ]
}

/** Returns a reader of Daymark's own CSV. `timeZone` applies to rows without a zone. */
export const daymarkReader = (header: string[], timeZone: string) => {
  const column = csvColumns(header)
  const at = new Map(
    entryColumns.map((name) => [name, name === 'plan' || name === 'chunk' ? column(name, `${name}_id`) : column(name)]),
  )
  const billingOf = billingReader(header)
  const of = (name: Name) => at.get(name) ?? { label: name, index: -1 }
  const zones = new Map<string, boolean>()
  const known = (zone: string) => {
    const valid = zones.get(zone) ?? isTimeZone(zone)
    zones.set(zone, valid)
    return valid
  }

  return (cells: string[]): RowResult => {
    const cell = (name: Name) => cells[of(name).index] ?? ''
    const [start, end] = [instantOf(cell('started_at')), instantOf(cell('ended_at'))]
    const zone = cell('time_zone') || timeZone
    const tags = splitTags(cell('tags'))
    const artifacts = splitLines(cell('artifacts'))
    const reasons = reasonsOf(of, cell, { start, end, zone, tags, artifacts }, known(zone))
    if (start === null || end === null || reasons.length > 0) return { reasons }

    const interval = Math.floor((end - start) / 1000)
    const seconds = cell('duration_seconds') === '' ? interval : Math.min(Number(cell('duration_seconds')), interval)
    return {
      entry: {
        id: cell('id') || null,
        started_at: start,
        ended_at: end,
        duration_seconds: seconds,
        time_zone: zone,
        project: cell('project') || null,
        client: cell('client'),
        goal: cell('goal') || null,
        goal_id: cell('goal_id') || null,
        plan: cell('plan') || null,
        chunk: cell('chunk') || null,
        plan_title: cell('plan_title') || null,
        task: cell('task') || null,
        task_id: cell('task_id') || null,
        title: cell('title'),
        notes: cell('notes'),
        tags,
        artifacts,
        ...billingOf(cells, seconds),
        day_start_minute: cell('day_start_minute') === '' ? null : Number(cell('day_start_minute')),
      },
      written: { start: wallText(start, zone), end: wallText(end, zone), seconds },
    }
  }
}
