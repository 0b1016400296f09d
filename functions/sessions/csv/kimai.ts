import { addDays } from '../../lib/days'
import { type Moment, readDate, readDuration, readMoment } from './dates'
import { columnsOf, mismatchReason, type RowResult } from './entry'
import { decimalRounding, textsOf, trackedRows } from './tracked'

/** Kimai writes a date with times of day; an entry over midnight ends at an earlier time. Its duration has breaks taken out. */
export const kimaiReader = (header: string[], timeZone: string) => {
  const column = columnsOf(header)
  const columns = {
    date: column('Date'),
    from: column('From', 'Begin'),
    to: column('To', 'End'),
    duration: column('Duration'),
    project: column('Project'),
    client: column('Customer'),
    task: column('Activity'),
    text: column('Description'),
    notes: column('Description'),
    tags: column('Tags'),
  }
  const session = trackedRows(timeZone, columns, columns.from, columns.to)

  return (cells: string[]): RowResult => {
    const cell = (name: keyof typeof columns) => cells[columns[name].index]?.trim() ?? ''
    const date = readDate(cell('date'), 'dmy')
    const [from, to] = [readMoment(cell('from'), 'dmy'), readMoment(cell('to'), 'dmy')]
    const typed = cell('duration')
    const seconds = typed === '' ? null : readDuration(typed, 'hours')
    const isTimes = (moment: Moment | null) => moment?.kind === 'time' || moment?.kind === 'wall'
    const reasons = [
      ...(date ? [] : [mismatchReason(columns.date, cell('date'), 'a date such as 2026-03-25')]),
      ...(isTimes(from) ? [] : [mismatchReason(columns.from, cell('from'), 'a time such as 09:30')]),
      ...(isTimes(to) ? [] : [mismatchReason(columns.to, cell('to'), 'a time such as 17:30')]),
      ...(typed === '' || seconds !== null ? [] : [mismatchReason(columns.duration, typed, 'a duration such as 1.50')]),
    ]
    if (!date || !from || !to || reasons.length > 0) return { reasons }
    const start: Moment = from.kind === 'time' ? { kind: 'wall', date, time: from.time } : from
    const isOvernight = to.kind === 'time' && start.kind === 'wall' && to.time < start.time
    const end: Moment =
      to.kind === 'time' ? { kind: 'wall', date: isOvernight ? addDays(date, 1) : date, time: to.time } : to
    return session({ start, end, seconds, rounding: typed.includes(':') ? 0 : decimalRounding }, textsOf(cell))
  }
}
