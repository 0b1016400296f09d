import { splitTags } from '../../../lib/files/csv'
import { duration } from '../../../lib/text/format'
import { addDays } from '../../../lib/time/days'
import { billingReader } from './billing'
import { type ColumnChoice, columnFields, isBare } from './columns'
import {
  type DateOrder,
  type DurationUnit,
  type Moment,
  rangeOf,
  readDate,
  readDuration,
  readMoment,
  wallAt,
} from './dates'
import { type Column, csvColumns, type Format, mismatchReason, quoted, type ReadRecord } from './entry'
import { decimalRounding, trackedRows } from './tracked'
import { instantsIn, intervalOf, type WallTime, wallSeconds } from './wall-clock'

/** Cells by meaning. `end_date`: date of an end whose own column has only a time. */
export const tableFields = [...columnFields, 'end_date', 'decimal'] as const
type TableField = (typeof tableFields)[number]

/** Columns of a table by their names, and how it writes its times. */
type Layout = {
  columns: Partial<Record<TableField, string[]>>
  /** Order of day and month where no date tells it; unset for the usual one of the zone. */
  order?: DateOrder
  /** Every record has a start and an end. */
  isTimed?: boolean
  /** Texts are used unchanged, also for the key of a record. */
  isExact?: boolean
  /** Examples of cells, for the reasons of a rejected record. */
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

/** Toggl Track’s detailed report, whose wall-clock times are in a zone it does not state. */
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

/** Tables of tools, known by their header. */
const layouts: Record<'toggl-older' | 'toggl-newer' | 'clockify' | 'kimai', Layout> = {
  'toggl-older': toggl,
  'toggl-newer': toggl,
  /** Clockify writes dates and times as its workspace shows them, and does not say in which zone. */
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
  /** Kimai writes a date with times of day; an entry over midnight ends at an earlier time. Its duration has breaks taken out. */
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

/** Any CSV, by the columns that a person chose. */
const chosenLayout: Layout = {
  columns: {},
  examples: (order) => ({
    date: `a date such as ${inOrder(order)} or 2026-03-25`,
    duration: 'a duration such as 1:30, 1.5 or 1h 30m',
    ...timesOf('09:30 or 2026-03-25 09:30', '17:30 or 2026-03-25 17:30'),
  }),
}

/** Layout of a table with the columns that it has. */
type Table = Layout & {
  header: string[]
  format: Format
  at: (field: TableField) => Column
  unit: DurationUnit
  /** Bare numbers may have signs of thousands. */
  isGrouped?: boolean
}

export const tableOfLayout = (format: keyof typeof layouts, header: string[]): Table => {
  const layout = layouts[format]
  const column = csvColumns(header)
  const found = new Map<string, Column>(
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

/** Reads a cell of a format; the newer layout of Toggl writes a dash for an empty one. */
export const cellReader =
  (format: Format) =>
  (cells: string[], { index }: Column) => {
    const cell = cells[index]?.trim() ?? ''
    return format === 'toggl-newer' && cell === '-' ? '' : cell
  }

export type TableRow = ReadRecord['result']

/** Seconds of the longest session over midnight whose end has no date, unless the file says how long it is. */
const longestNight = 16 * 3600

const daySeconds = 86_400

const hasTime = (moment: Moment | null) => moment?.kind === 'wall' || moment?.kind === 'instant'

const onDate = (moment: Moment | null, date: string | null): Moment | null => {
  if (moment?.kind !== 'time') return moment
  return date === null ? null : wallAt(date, moment.time)
}

/** Asks which of two times is wrong where a session would go on for most of the next day. */
const backwardReason = (start: Column, from: string, end: Column, to: string, seconds: number) =>
  `${end.label}: ${quoted(to)} is before ${start.label} ${quoted(from)}, so it would end ${duration(seconds)} later, ` +
  `on the next day. Correct one of them, or write the date of ${end.label} too.`

type Cell = (field: TableField) => string

const has = ({ at }: Table, field: TableField) => at(field).index >= 0

/** Cells of a row: a range of times in one cell is a start and an end. */
const cellsOf = ({ at, format }: Table, order: DateOrder) => {
  const read = cellReader(format)
  return (cells: string[]): Cell => {
    const written = (field: TableField) => read(cells, at(field))
    const ranged = written('start') === '' ? 'duration' : 'start'
    const hasEnd = written('end') !== '' && at('end').index !== at(ranged).index
    const [from, to] = hasEnd ? [] : rangeOf(written(ranged), order)
    return (field) => {
      if (to !== undefined && from !== undefined && field === 'start') return from
      if (field === 'end') return hasEnd ? written('end') : (to ?? '')
      return to !== undefined && field === ranged ? '' : written(field)
    }
  }
}

/** Times of a row in a zone: an end without a date that is before the start is on the next day. */
const momentsIn = (table: Table, timeZone: string, order: DateOrder) => {
  const instantsOf = instantsIn(timeZone)
  /** True for an end that is later than the start only because clocks were put back in between. */
  const fitsRepeatedHour = (start: WallTime, end: WallTime, seconds: number | null) => {
    const interval = intervalOf(start, end, seconds, instantsOf)
    return interval !== null && interval.ended_at - interval.started_at >= (seconds ?? 0) * 1000
  }
  return (cell: Cell) => {
    const dateOf = (field: 'date' | 'end_date') => {
      const moment = readMoment(cell(field), order)
      return moment?.kind === 'date' || moment?.kind === 'wall' ? moment.date : readDate(cell(field), order)
    }
    // Beside a day that a spreadsheet counts, a time is a part of it.
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

/** The unit in which the lengths of nearly all rows fit from start to end; `too small` for lengths that fit in none. */
export const fittingUnit = (table: Table, rows: string[][], order: DateOrder): DurationUnit | 'too small' => {
  const [cellsIn, momentsOf] = [cellsOf(table, order), momentsIn(table, 'UTC', order)]
  const shares = rows.flatMap((cells) => {
    const cell = cellsIn(cells)
    const { start, end, seconds, length } = momentsOf(cell)
    const span = secondsBetween(start, end)
    return span > 0 && seconds && isBare(cell(length)) ? [seconds / span] : []
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

/** Reasons why times of a row cannot be read; `unread` is that of the duration. */
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

/** Seconds; less may be rounding. */
const shortestMisfit = 60

/** Reads rows of a table in a zone and an order of dates. */
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
  return (cells: string[]): TableRow => {
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
      const what = `${at(length).label} ${quoted(cell(length))}`
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
