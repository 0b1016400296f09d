import { z } from 'zod'
import { splitTags } from '../../lib/csv/cells'
import { addDays } from '../../lib/days'
import { type DateOrder, type DurationUnit, findOrder, type Moment, readDate, readDuration, readMoment } from './dates'
import { mismatchReason, type RowResult } from './entry'
import { trackedRows } from './tracked'

export const columnFields = [
  ...(['date', 'start', 'end', 'duration', 'project', 'client', 'task', 'title', 'notes', 'tags'] as const),
]
export type ColumnField = (typeof columnFields)[number]

const index = z.int().min(0).max(499)

/** Columns of a CSV by what they mean, and how its dates and lengths are written. */
export const ColumnChoice = z.object({
  columns: z.partialRecord(z.enum(columnFields), index),
  date_order: z.enum(['dmy', 'mdy']).nullable().catch(null),
  duration_unit: z.enum(['hours', 'minutes', 'seconds']).catch('hours'),
})
export type ColumnChoice = z.infer<typeof ColumnChoice>

/** Names that columns have in exports of other tools, lower-case. */
const usualNames: Record<ColumnField, RegExp> = {
  date: /^(.* )?(date|day|datum|tag|fecha|jour)$/,
  start: /^(start|from|begin|started|time in|clock in|von|beginn)( at| time| date)?$/,
  end: /^(end|to|stop|finish|ended|time out|clock out|bis|ende)( at| time| date)?$/,
  duration: /\b(duration|hours|length|total|time spent|tracked|minutes|seconds|dauer|stunden)\b|^time$/,
  project: /^(project|projekt|proyecto|projet)( name)?$/,
  client: /^(client|customer|company|kunde|cliente)( name)?$/,
  task: /^(task|activity|aufgabe)( name)?$/,
  title: /^(title|description|summary|entry|subject|name|beschreibung)$|^what\b/,
  notes: /^(notes?|comments?|details|remarks?|notizen)$/,
  tags: /^(tags?|labels?|categor(y|ies))$/,
}

/** Columns that are probably meant, from the header. */
export const guessColumns = (header: string[]): ColumnChoice => {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll('_', ' '))
  const found = columnFields.flatMap((field) => {
    const at = names.findIndex((name) => usualNames[field].test(name) && !/rate|amount|billable/.test(name))
    return at < 0 ? [] : [[field, at] as const]
  })
  const durationName = names[new Map(found).get('duration') ?? -1] ?? ''
  const duration_unit = /^min/.test(durationName) ? 'minutes' : /^sec/.test(durationName) ? 'seconds' : 'hours'
  return { columns: Object.fromEntries(found), date_order: null, duration_unit }
}

/** Says what a choice of columns lacks; null if it tells when and how long. */
export const columnsProblem = ({ columns }: ColumnChoice, width: number) => {
  const chosen = Object.values(columns)
  if (chosen.some((at) => at >= width)) return 'Choose the columns again: the file has fewer'
  const { date, start, end, duration } = columns
  if (date === undefined && start === undefined) return 'Choose the column with the date or with the start'
  if (duration === undefined && (start === undefined || end === undefined)) {
    return 'Choose the column with the duration, or those with the start and the end'
  }
  return null
}

/** The order in which the dates of the chosen columns are written: if they don’t tell, the usual one of the zone. */
export const orderOf = (records: string[][], { columns: { date, start, end } }: ColumnChoice, timeZone: string) =>
  findOrder(
    [date, start, end].flatMap((at) => (at === undefined ? [] : records.map((cells) => cells[at] ?? ''))),
    /^(America|US)\//.test(timeZone) ? 'mdy' : 'dmy',
  )

/** A record without a time of day is `laid`: its place on the day follows from what else the day has. */
export type ChosenRow =
  | RowResult
  | { laid: { date: string; seconds: number; rowAt: (start: Moment, end: Moment) => RowResult } }

const onDate = (moment: Moment | null, date: string | null): Moment | null => {
  if (moment?.kind !== 'time') return moment
  return date === null ? null : { kind: 'wall', date, time: moment.time }
}

const isAt = (moment: Moment | null) => moment?.kind === 'wall' || moment?.kind === 'instant'

/** Reader of any CSV by the columns that a person chose. */
export const chosenReader = (
  header: string[],
  timeZone: string,
  { columns, duration_unit }: ColumnChoice,
  order: DateOrder,
  unit: DurationUnit = duration_unit,
) => {
  const column = (field: ColumnField) => {
    const at = columns[field]
    return { index: at ?? -1, label: (at === undefined ? '' : header[at]?.trim()) || field }
  }
  const labels = Object.fromEntries(columnFields.map((field) => [field, column(field)]))
  const of = (field: ColumnField) => labels[field] ?? { index: -1, label: field }
  const textColumns = {
    ...{ project: of('project'), client: of('client'), task: of('task'), text: of('title') },
    ...{ notes: of('notes'), tags: of('tags') },
  }
  const endColumn = columns.end === undefined ? of('duration') : of('end')
  const session = trackedRows(timeZone, textColumns, columns.start === undefined ? of('date') : of('start'), endColumn)
  const example = order === 'dmy' ? '25/03/2026' : '03/25/2026'

  return (cells: string[]): ChosenRow => {
    const cell = (field: ColumnField) => cells[of(field).index]?.trim() ?? ''
    const day = readMoment(cell('date'), order)
    const date = day?.kind === 'date' || day?.kind === 'wall' ? day.date : readDate(cell('date'), order)
    const start = onDate(readMoment(cell('start'), order), date)
    const read = onDate(readMoment(cell('end'), order), start?.kind === 'wall' ? start.date : date)
    const isOvernight =
      start?.kind === 'wall' &&
      read?.kind === 'wall' &&
      readMoment(cell('end'), order)?.kind === 'time' &&
      read.time < start.time
    const end: Moment | null = isOvernight ? { ...read, date: addDays(read.date, 1) } : read
    const seconds = cell('duration') === '' ? null : readDuration(cell('duration'), unit)
    const hasStart = cell('start') !== ''
    const hasEnd = cell('end') !== ''
    const needsDate = columns.date !== undefined && (!hasStart || readMoment(cell('start'), order)?.kind === 'time')
    const reasons = [
      ...(needsDate && date === null
        ? [mismatchReason(of('date'), cell('date'), `a date such as ${example} or 2026-03-25`)]
        : []),
      ...(hasStart && !isAt(start) && !(needsDate && date === null)
        ? [mismatchReason(of('start'), cell('start'), 'a time such as 09:30 or 2026-03-25 09:30')]
        : []),
      ...(hasEnd && !isAt(end) && !(needsDate && date === null)
        ? [mismatchReason(of('end'), cell('end'), 'a time such as 17:30 or 2026-03-25 17:30')]
        : []),
      ...(cell('duration') !== '' && seconds === null
        ? [mismatchReason(of('duration'), cell('duration'), 'a duration such as 1:30, 1.5 or 1h 30m')]
        : []),
    ]
    if (reasons.length > 0) return { reasons }
    const texts = {
      project: cell('project'),
      client: cell('client'),
      task: cell('task'),
      text: cell('title'),
      notes: cell('notes'),
      tags: splitTags(cell('tags').replaceAll(';', ',')),
    }
    if (start && end) return session({ start, end, seconds }, texts)
    if (seconds === null) return { reasons: [mismatchReason(endColumn, cell('end') || cell('duration'), 'a duration')] }
    if (start) return session({ start, end: null, seconds }, texts)
    if (date === null) return { reasons: [mismatchReason(of('start'), '', 'a time')] }
    const written = { start: date, end: '', seconds }
    return { laid: { date, seconds, rowAt: (start, end) => session({ start, end, seconds, written }, texts) } }
  }
}
