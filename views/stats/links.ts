import type { Range } from '../../functions/lib/days'

/** The sessions behind a figure: of a range of dates, and of one subject unless it counts them all. */
export const sessionsPath = ({ from, to }: Range, subject?: string) =>
  `/sessions?${new URLSearchParams({ from, to, ...(subject && { subject }) })}`

/** The sessions behind a day. */
export const dayPath = (date: string) => sessionsPath({ from: date, to: date })

/** The statistics of a range of dates. */
export const statsPath = ({ from, to }: Range, more: Record<string, string | undefined> = {}) => {
  const given = Object.entries(more).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/stats?${new URLSearchParams([['from', from], ['to', to], ...given])}`
}
