import type { Column } from './entry'

export type Format = 'toggl-older' | 'toggl-newer' | 'daymark'

/** Columns that our download of rejected rows adds in front. */
export const rejectedColumns = ['line', 'reason']

type Layout = { format: Format } | { problem: string }

const normal = (name: string) => name.trim().toLowerCase()

export const columnsOf = (header: string[]) => {
  const names = header.map(normal)
  return (name: string, ...others: string[]): Column => {
    const wanted = [name, ...others].map(normal)
    const index = names.findIndex((found) => wanted.includes(found))
    return { index, label: header[index]?.trim() ?? name }
  }
}

const listed = (names: string[]) => names.join(', ').replace(/, ([^,]*)$/, ' and $1')

export const layoutOf = (header: string[]): Layout => {
  const column = columnsOf(header)
  const has = (...names: [string, ...string[]]) => column(...names).index >= 0
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
  return {
    problem: `The file has no ${columns} ${listed(missing)}. Choose a Toggl Track detailed report or a Daymark CSV.`,
  }
}
