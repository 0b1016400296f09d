import { splitTags } from '../../lib/csv/cells'
import { isDate } from '../../lib/days'
import { nameLimit } from '../../projects/schema'
import { titleLimit } from '../schema'
import { readTime } from './dates'
import {
  type Column,
  columnsOf,
  entryOf,
  type Format,
  intervalReasons,
  lengthReasons,
  mismatchReason,
  type RowResult,
  tagReasons,
  yearReasons,
} from './entry'
import { instantsIn, intervalOf, wallSeconds } from './wall-clock'

const DURATION = /^(\d{1,6}):([0-5]\d):([0-5]\d)$/

const secondsOf = (cell: string) => {
  const [, hours, minutes, seconds] = DURATION.exec(cell) ?? []
  return hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** The newer layout writes a dash for an empty cell. */
export const togglCell = (format: Format) => (cells: string[], column: Column) => {
  const cell = cells[column.index]?.trim() ?? ''
  return format === 'toggl-newer' && cell === '-' ? '' : cell
}

/** Reader of Toggl Track's detailed report, whose wall-clock times are in a zone it does not state. */
export const togglReader = (header: string[], format: Format, timeZone: string) => {
  const column = columnsOf(header)
  const columns = {
    startDate: column('Start date'),
    startTime: column('Start time'),
    endDate: column('End date', 'Stop date'),
    endTime: column('End time', 'Stop time'),
    duration: column('Duration'),
    project: column('Project'),
    client: column('Client'),
    title: column('Description'),
    tags: column('Tags'),
    task: column('Task'),
  }
  const read = togglCell(format)
  const instantsOf = instantsIn(timeZone)

  return (cells: string[]): RowResult => {
    const cell = (name: keyof typeof columns) => read(cells, columns[name])
    const wall = (date: 'startDate' | 'endDate', time: 'startTime' | 'endTime') => {
      const clock = readTime(cell(time))
      const reasons = [
        ...(isDate(cell(date))
          ? yearReasons(columns[date], cell(date))
          : [mismatchReason(columns[date], cell(date), 'a date such as 2017-08-01')]),
        ...(clock ? [] : [mismatchReason(columns[time], cell(time), 'a time such as 15:10:43')]),
      ]
      return { date: cell(date), time: clock ?? '', reasons }
    }
    const start = wall('startDate', 'startTime')
    const end = wall('endDate', 'endTime')
    const seconds = secondsOf(cell('duration'))
    const [title, project, client] = [cell('title'), cell('project'), cell('client')]
    const tags = splitTags(cell('tags'))
    const reasons = [
      ...start.reasons,
      ...end.reasons,
      ...(cell('duration') === '' || seconds !== null
        ? []
        : [mismatchReason(columns.duration, cell('duration'), 'a duration such as 00:25:20')]),
      ...lengthReasons([
        [columns.title, title, titleLimit],
        [columns.project, project, nameLimit],
        [columns.client, client, nameLimit],
        [columns.task, cell('task'), titleLimit],
      ]),
      ...tagReasons(columns.tags, tags),
    ]
    if (reasons.length > 0) return { reasons }

    const interval = intervalOf(start, end, seconds, instantsOf)
    const milliseconds = interval && interval.ended_at - interval.started_at
    const tooFar = intervalReasons(columns.endDate, milliseconds)
    if (interval === null || milliseconds === null || tooFar.length > 0) return { reasons: tooFar }
    return {
      entry: entryOf({
        ...interval,
        duration_seconds: Math.min(seconds ?? Number.POSITIVE_INFINITY, milliseconds / 1000),
        time_zone: timeZone,
        project: project || null,
        client,
        title,
        tags,
      }),
      written: {
        start: `${start.date}T${start.time}`,
        end: `${end.date}T${end.time}`,
        seconds: seconds ?? wallSeconds(start, end),
      },
      task: { name: cell('task') },
    }
  }
}
