import { type DateOrder, readDate, readDuration, readTime } from './dates'
import { columnsOf, mismatchReason, type RowResult } from './entry'
import { decimalRounding, textsOf, trackedRows } from './tracked'

/** Clockify writes dates and times as its workspace shows them, and does not say in which zone. */
export const clockifyReader = (header: string[], timeZone: string, order: DateOrder) => {
  const column = columnsOf(header)
  const columns = {
    startDate: column('Start Date'),
    startTime: column('Start Time'),
    endDate: column('End Date'),
    endTime: column('End Time'),
    clock: column('Duration (h)'),
    decimal: column('Duration (decimal)'),
    project: column('Project'),
    client: column('Client'),
    task: column('Task'),
    text: column('Description'),
    notes: column('Description'),
    tags: column('Tags'),
  }
  const session = trackedRows(timeZone, columns, columns.startDate, columns.endDate)
  const example = order === 'dmy' ? '25/03/2026' : '03/25/2026'

  return (cells: string[]): RowResult => {
    const cell = (name: keyof typeof columns) => cells[columns[name].index]?.trim() ?? ''
    const wall = (dateName: 'startDate' | 'endDate', timeName: 'startTime' | 'endTime') => {
      const [date, time] = [readDate(cell(dateName), order), readTime(cell(timeName))]
      const reasons = [
        ...(date ? [] : [mismatchReason(columns[dateName], cell(dateName), `a date such as ${example}`)]),
        ...(time ? [] : [mismatchReason(columns[timeName], cell(timeName), 'a time such as 15:10:43')]),
      ]
      return { reasons, moment: { kind: 'wall' as const, date: date ?? '', time: time ?? '' } }
    }
    const [start, end] = [wall('startDate', 'startTime'), wall('endDate', 'endTime')]
    const durationName = cell('clock') === '' ? 'decimal' : 'clock'
    const typed = cell(durationName)
    const seconds = typed === '' ? null : readDuration(typed, 'hours')
    const reasons = [
      ...start.reasons,
      ...end.reasons,
      ...(typed !== '' && seconds === null
        ? [mismatchReason(columns[durationName], typed, 'a duration such as 00:25:20')]
        : []),
    ]
    if (reasons.length > 0) return { reasons }
    const rounding = durationName === 'decimal' ? decimalRounding : 0
    return session({ start: start.moment, end: end.moment, seconds, rounding }, textsOf(cell))
  }
}
