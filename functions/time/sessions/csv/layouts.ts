import { splitTags } from '../../../lib/files/csv'
import { duration } from '../../../lib/text/format'
import { addDays } from '../../../lib/time/days'
import { billingReader } from './billing'
import { type ColumnChoice, columnFields, isPlainNumber } from './columns'
import {
  type DateOrder,
  type DurationUnit,
  type Moment,
  readDate,
  readDuration,
  readMoment,
  splitTimeRange,
  toWallMoment,
} from './dates'
import { type CsvColumn, csvColumns, type Format, mismatchReason, quoteCell, type ReadRecord } from './entry'
import { decimalRounding, trackedRows } from './tracked'
import { intervalOf, type WallTime, wallSeconds, zoneResolver } from './wall-clock'

/** Meanings of cells. `end_date`: date of an end whose own column only has a time. */
export const tableFields = [...columnFields, 'end_date', 'decimal'] as const
type TableField = (typeof tableFields)[number]

/** Names of a table's columns, and the format of its times. */
type Layout = {
  columns: Partial<Record<TableField, string[]>>
  /** Order of day and month if no date decides it. Default: the usual one in the time zone. */
  order?: DateOrder
  /** True if every record has a start and an end. */
  isTimed?: boolean
  /** True if texts are used unchanged, also in a record's key. */
  isExact?: boolean
  /** Examples of valid cells, for error messages. */
  examples: (order: DateOrder) => Record<'date' | 'time' | 'end' | 'duration', string>
}

const texts = {
  project: ['Project'],
  client: ['Client'],
  task: ['Task'],
  title: ['Description'],
  tags: ['Tags', 'Tag'],
}
const timesOf = (time: string, end = time) => ({ time: `a time such as ${time}`, end: `a time such as ${end}` })
const inOrder = (order: DateOrder) => (order === 'dmy' ? '25/03/2026' : '03/25/2026')

/** Toggl Track's detailed report. Its local times are in a zone that the file does not name. */
const toggl: Layout = {
  columns: {
    ...texts,
    date: ['Start date'],
    start: ['Start time'],
    end_date: ['End date', 'Stop date'],
    end: ['End time', 'Stop time'],
    duration: ['Duration'],
  },
  order: 'mdy',
  isTimed: true,
  isExact: true,
  examples: () => ({
    date: 'a date such as 2017-08-01',
    duration: 'a duration such as 00:25:20',
    ...timesOf('15:10:43'),
  }),
}

/** Layouts of tools' tables, which are recognized by their header. */
const layouts: Record<'toggl-older' | 'toggl-newer' | 'clockify' | 'kimai', Layout> = {
  'toggl-older': toggl,
  'toggl-newer': toggl,
  /** Clockify writes dates and times in its workspace's format, without the zone. */
  clockify: {
    columns: {
      ...texts,
      task: ['Task', 'Activity'],
      date: ['Start Date'],
      start: ['Start Time'],
      end_date: ['End Date'],
      end: ['End Time'],
      duration: ['Duration (h)'],
      decimal: ['Duration (decimal)'],
    },
    order: 'mdy',
    isTimed: true,
    examples: (order) => ({
      date: `a date such as ${inOrder(order)}`,
      duration: 'a duration such as 00:25:20',
      ...timesOf('15:10:43'),
    }),
  },
  /** Kimai writes one date and two times. An entry over midnight ends at an earlier time. Durations exclude breaks. */
  kimai: {
    columns: {
      ...texts,
      client: ['Customer', 'Client'],
      task: ['Activity'],
      date: ['Date'],
      start: ['From', 'Begin'],
      end: ['To', 'End'],
      duration: ['Duration'],
    },
    order: 'dmy',
    isTimed: true,
    examples: () => ({
      date: 'a date such as 2026-03-25',
      duration: 'a duration such as 1.50',
      ...timesOf('09:30', '17:30'),
    }),
  },
}

/** Layout of any CSV with columns that the person chose. */
const chosenLayout: Layout = {
  columns: {},
  examples: (order) => ({
    date: `a date such as ${inOrder(order)} or 2026-03-25`,
    duration: 'a duration such as 1:30, 1.5 or 1h 30m',
    ...timesOf('09:30 or 2026-03-25 09:30', '17:30 or 2026-03-25 17:30'),
  }),
}

/** A layout applied to a header. */
type Table = Layout & {
  header: string[]
  format: Format
  at: (field: TableField) => CsvColumn
  unit: DurationUnit
  /** True if bare numbers may have thousands separators. */
  isGrouped?: boolean
}

export const tableOfLayout = (format: keyof typeof layouts, header: string[]): Table => {
  const layout = layouts[format]
  const column = csvColumns(header)
  const found = new Map<string, CsvColumn>(
    Object.entries(layout.columns).map(([field, [name = field, ...others]]) => [field, column(name, ...others)]),
  )
  const at = (field: TableField) => found.get(field) ?? { index: -1, label: field }
  return { ...layout, header, format, at, unit: 'hours' }
}

export const chosenTable = (header: string[], { columns, duration_unit }: ColumnChoice): Table => {
  const chosen = new Map(Object.entries(columns))
  const at = (field: TableField) => {
    const index = chosen.get(field) ?? -1
    return { index, label: header[index]?.trim() || field }
  }
  return { ...chosenLayout, header, format: 'csv', at, unit: duration_unit }
}

/** Returns a reader of cells. Toggl's newer layout has a dash in empty cells. */
export const cellReader =
  (format: Format) =>
  (cells: string[], { index }: CsvColumn) => {
    const cell = cells[index]?.trim() ?? ''
    return format === 'toggl-newer' && cell === '-' ? '' : cell
  }

export type TableRowResult = ReadRecord['result']

/** Maximum length in seconds of a session over midnight whose end has no date, unless the file has its duration. */
const longestNight = 16 * 3600

const daySeconds = 86_400

const hasTime = (moment: Moment | null) => moment?.kind === 'wall' || moment?.kind === 'instant'

const onDate = (moment: Moment | null, date: string | null): Moment | null => {
  if (moment?.kind !== 'time') return moment
  return date === null ? null : toWallMoment(date, moment.time)
}

/** Error for an end before the start that would make the session last most of the next day. */
const backwardReason = (start: CsvColumn, from: string, end: CsvColumn, to: string, seconds: number) =>
  `${end.label}: ${quoteCell(to)} is before ${start.label} ${quoteCell(from)}, so it would end ${duration(seconds)} later, ` +
  `on the next day. Correct one of them, or write the date of ${end.label} too.`

type Cell = (field: TableField) => string

const has = ({ at }: Table, field: TableField) => at(field).index >= 0

/** Returns a reader of a row's cells. Splits a time range in one cell into start and end. */
const cellsOf = ({ at, format }: Table, order: DateOrder) => {
  const read = cellReader(format)
  return (cells: string[]): Cell => {
    const written = (field: TableField) => read(cells, at(field))
    const ranged = written('start') === '' ? 'duration' : 'start'
    const hasEnd = written('end') !== '' && at('end').index !== at(ranged).index
    const [from, to] = hasEnd ? [] : splitTimeRange(written(ranged), order)
    return (field) => {
      if (to !== undefined && from !== undefined && field === 'start') return from
      if (field === 'end') return hasEnd ? written('end') : (to ?? '')
      return to !== undefined && field === ranged ? '' : written(field)
    }
  }
}

/** Returns a function that parses a row's times. An end without a date, before the start, is on the next day. */
const momentsIn = (table: Table, timeZone: string, order: DateOrder) => {
  const instantsOf = zoneResolver(timeZone)
  /** True if the end is only after the start because clocks were set back in between. */
  const fitsRepeatedHour = (start: WallTime, end: WallTime, seconds: number | null) => {
    const interval = intervalOf(start, end, seconds, instantsOf)
    return interval !== null && interval.ended_at - interval.started_at >= (seconds ?? 0) * 1000
  }
  return (cell: Cell) => {
    const dateOf = (field: 'date' | 'end_date') => {
      const moment = readMoment(cell(field), order)
      return moment?.kind === 'date' || moment?.kind === 'wall' ? moment.date : readDate(cell(field), order)
    }
    // If the date is a spreadsheet's day number, the time is a fraction of a day.
    const ofDay = (time: string) => (/^0?[.,]\d+$/.test(time) ? `${cell('date')}${time.replace(/^0/, '')}` : time)
    const timed = (time: string) => readMoment(/^\d{5}$/.test(cell('date')) ? ofDay(time) : time, order)
    const written = { start: timed(cell('start')), end: timed(cell('end')) }
    const date = dateOf('date')
    const start = onDate(written.start, date)
    const endDate = has(table, 'end_date') ? dateOf('end_date') : start?.kind === 'wall' ? start.date : date
    const sameDay = onDate(written.end, endDate)
    const length: TableField = cell('duration') === '' && has(table, 'decimal') ? 'decimal' : 'duration'
    const seconds = cell(length) === '' ? null : readDuration(cell(length), table.unit, table.isGrouped)
    const isOvernight =
      !has(table, 'end_date') &&
      start?.kind === 'wall' &&
      sameDay?.kind === 'wall' &&
      written.end?.kind === 'time' &&
      sameDay.date === start.date &&
      (sameDay.time < start.time || (sameDay.time === start.time && seconds === daySeconds)) &&
      !fitsRepeatedHour(start, sameDay, seconds)
    const nextDay = isOvernight ? { ...sameDay, date: addDays(sameDay.date, 1) } : null
    const end: Moment | null = nextDay ?? sameDay
    const night = nextDay && start?.kind === 'wall' ? wallSeconds(start, nextDay) : 0
    return { written, date, endDate, start, end, length, seconds, isOvernight, night }
  }
}

const secondsBetween = (start: Moment | null, end: Moment | null) => {
  if (start?.kind === 'wall' && end?.kind === 'wall') return wallSeconds(start, end)
  return start?.kind === 'instant' && end?.kind === 'instant' ? (end.at - start.at) / 1000 : 0
}

/** Unit in which nearly all durations equal the time from start to end. `too small`: they fit in no unit. */
export const guessDurationUnit = (table: Table, rows: string[][], order: DateOrder): DurationUnit | 'too small' => {
  const [cellsIn, momentsOf] = [cellsOf(table, order), momentsIn(table, 'UTC', order)]
  const shares = rows.flatMap((cells) => {
    const cell = cellsIn(cells)
    const { start, end, seconds, length } = momentsOf(cell)
    const span = secondsBetween(start, end)
    return span > 0 && seconds && isPlainNumber(cell(length)) ? [seconds / span] : []
  })
  if (table.unit !== 'hours' || shares.length === 0) return table.unit
  const fits = ({ 1: factor }: readonly [DurationUnit, number]) =>
    shares.filter((share) => Math.abs(share * factor - 1) < 0.02).length >= 0.9 * shares.length
  const [unit] =
    (
      [
        ['days', 24],
        ['minutes', 1 / 60],
        ['seconds', 1 / 3600],
      ] as const
    ).find(fits) ?? []
  return unit ?? (shares.every((share) => share < 0.1) ? 'too small' : 'hours')
}

type Moments = ReturnType<ReturnType<typeof momentsIn>>

/** Errors of a row's times. `unread`: error of the duration. */
const reasonsOf = (table: Table, examples: ReturnType<Layout['examples']>, cell: Cell, moments: Moments) => {
  const { at, isTimed = false } = table
  const { written, date, endDate, start, end, length, seconds, night } = moments
  const isBackward = night > longestNight && (seconds ?? 0) <= longestNight
  const needsDate = isTimed || (has(table, 'date') && (cell('start') === '' || written.start?.kind === 'time'))
  const lacksDate = needsDate && date === null
  const lacksEndDate = has(table, 'end_date') ? endDate === null : lacksDate
  const wrong = (is: boolean, field: TableField, example: string) =>
    is ? [mismatchReason(at(field), cell(field), example)] : []
  const lacks = (field: 'start' | 'end', moment: Moment | null, lacksItsDate: boolean) =>
    (isTimed || cell(field) !== '') && !hasTime(moment) && !(lacksItsDate && written[field]?.kind === 'time')
  const unread = wrong(cell(length) !== '' && seconds === null, length, examples.duration)
  const reasons = [
    ...wrong(lacksDate, 'date', examples.date),
    ...wrong(lacks('start', start, lacksDate), 'start', examples.time),
    ...wrong(has(table, 'end_date') && lacksEndDate, 'end_date', examples.date),
    ...wrong(lacks('end', end, lacksEndDate), 'end', examples.end),
    ...(start && end ? [] : unread),
    ...(isBackward ? [backwardReason(at('start'), cell('start'), at('end'), cell('end'), night)] : []),
  ]
  return { reasons, unread }
}

/** Minimum difference in seconds that is an error; smaller ones may be rounding. */
const shortestMisfit = 60

/** Returns a reader of a table's rows, for a zone and a date order. */
export const tableReader = (table: Table, timeZone: string, order: DateOrder) => {
  const { at, isExact = false, format } = table
  const examples = table.examples(order)
  const first = (...some: TableField[]) => at(some.find((field) => has(table, field)) ?? some.at(-1) ?? 'date')
  const endColumn = first('end_date', 'end', 'duration')
  const startColumn = has(table, 'end_date') ? at('date') : first('start', 'date')
  const [project, client, task, text] = [at('project'), at('client'), at('task'), at('title')]
  const textColumns = { project, client, task, text, notes: first('notes', 'title'), tags: at('tags') }
  const session = trackedRows(timeZone, textColumns, [startColumn, endColumn], isExact)
  const cellsIn = cellsOf(table, order)
  const momentsOf = momentsIn(table, timeZone, order)
  const billingOf = billingReader(table.header)
  return (cells: string[]): TableRowResult => {
    const cell = cellsIn(cells)
    const moments = momentsOf(cell)
    const { date, start, end, length, seconds, isOvernight } = moments
    const { reasons, unread } = reasonsOf(table, examples, cell, moments)
    const typedTags = cell('tags')
    const texts = {
      project: cell('project'),
      client: cell('client'),
      task: cell('task'),
      text: cell('title'),
      notes: cell('notes'),
      tags: splitTags(format === 'csv' ? typedTags.replaceAll(';', ',') : typedTags),
    }
    if (reasons.length > 0 || (start && (end || seconds !== null))) {
      const rounding = format === 'csv' || cell(length).includes(':') ? 0 : decimalRounding
      const result = session({ start, end, seconds, rounding, reasons }, texts)
      if (!('entry' in result)) return { reasons: [...new Set([...result.reasons, ...unread])] }
      const what = `${at(length).label} ${quoteCell(cell(length))}`
      const isTooLong = end !== null && (seconds ?? 0) - result.entry.duration_seconds > shortestMisfit
      const reason = `It ${isTooLong ? 'doesn’t fit from start to end' : 'can’t be read'}, so the time from start to end counts.`
      const leftOut = isTooLong || unread.length > 0 ? [{ what, reason }] : []
      const entry = { ...result.entry, ...billingOf(cells, result.entry.duration_seconds) }
      return { ...result, entry, ...(isOvernight && { isOvernight }), leftOut }
    }
    if (seconds === null) return { reasons: [mismatchReason(endColumn, cell('end') || cell('duration'), 'a duration')] }
    if (date === null) return { reasons: [mismatchReason(at('start'), '', 'a time')] }
    const laid = { start: date, end: '', seconds }
    const rowAt = (start: Moment, end: Moment) => session({ start, end, seconds, written: laid }, texts)
    return { laid: { date, seconds, tooLong: `Duration: longer than ${date}.`, rowAt } }
  }
}
