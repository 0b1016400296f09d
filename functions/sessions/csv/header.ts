import type { Column } from './entry'

/** Tables that are known by their header. */
export type CsvFormat = 'toggl-older' | 'toggl-newer' | 'daymark' | 'clockify' | 'kimai' | 'timetagger'

/** Formats of files; `csv` is any CSV, by the columns that a person chose. */
export type Format = CsvFormat | 'csv' | 'super-productivity' | 'wakatime' | 'activitywatch'

/** Columns that our download of rejected rows adds in front. */
export const rejectedColumns = ['line', 'reason']

type Layout = { format: CsvFormat } | { problem: string }

const normal = (name: string) => name.trim().toLowerCase()

export const columnsOf = (header: string[]) => {
  const names = header.map(normal)
  return (name: string, ...others: string[]): Column => {
    const wanted = [name, ...others].map(normal)
    const index = names.findIndex((found) => wanted.includes(found))
    return { index, label: header[index]?.trim() ?? name }
  }
}

/** Asks for a file that the import reads. */
export const chooseFormat =
  'Choose a detailed report of Toggl Track or Clockify, an export of Kimai, records of TimeTagger, a backup of Super Productivity, a data dump of WakaTime, buckets of ActivityWatch, a Daymark CSV or any CSV whose columns you name.'

const listed = (names: string[]) => names.join(', ').replace(/, ([^,]*)$/, ' and $1')

export const layoutOf = (header: string[]): Layout => {
  const column = columnsOf(header)
  const has = (...names: [string, ...string[]]) => column(...names).index >= 0
  const hasAll = (...names: string[]) => names.every((name) => has(name))
  const isTimed = hasAll('start date', 'start time', 'end date', 'end time')
  if (isTimed && has('duration (h)', 'duration (decimal)')) return { format: 'clockify' }
  const isKimai = hasAll('date', 'duration', 'customer', 'project', 'activity')
  if (isKimai && has('from', 'begin') && has('to', 'end')) return { format: 'kimai' }
  if (hasAll('key', 'start', 'stop', 'tags', 'description')) return { format: 'timetagger' }
  if (has('started_at') || has('ended_at')) {
    const missing = ['started_at', 'ended_at'].filter((name) => !has(name))
    return missing.length === 0 ? { format: 'daymark' } : { problem: `The file has no column ${listed(missing)}.` }
  }
  const newer = has('stop date', 'stop time', 'member')
  const last = newer ? 'Stop' : 'End'
  const missing = [
    ...['Start date', 'Start time'].filter((name) => !has(name)),
    ...['date', 'time'].filter((what) => !has(`end ${what}`, `stop ${what}`)).map((what) => `${last} ${what}`),
  ]
  if (missing.length === 0) return { format: newer ? 'toggl-newer' : 'toggl-older' }
  const columns = missing.length === 1 ? 'column' : 'columns'
  return { problem: `The file has no ${columns} ${listed(missing)}. ${chooseFormat}` }
}
