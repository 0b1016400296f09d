import { plural } from '../../lib/format'
import { longestSeconds } from '../../lib/typed-time'
import { tagLimit, tagsLimit } from '../schema'
import { dateError } from '../times/resolve'

/** A session of a CSV file. Instants in epoch ms. */
export type LogEntry = {
  id: string | null
  started_at: number
  ended_at: number
  duration_seconds: number
  time_zone: string
  project: string | null
  client: string
  goal: string | null
  goal_id: string | null
  title: string
  notes: string
  tags: string[]
}

/** Wall-clock times, independent of the zone the file is read in. */
export type WallTimes = { start: string; end: string; seconds: number }

export type RowResult = { entry: LogEntry; written: WallTimes } | { reasons: string[] }

/** A column as the header spells it; index -1 if it is missing. */
export type Column = { label: string; index: number }

const quoted = (cell: string) => `“${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}”`

export const mismatchReason = ({ label }: Column, cell: string, expected: string) =>
  cell === '' ? `${label} is missing.` : `${label}: ${quoted(cell)} is not ${expected}.`

export const yearReasons = ({ label }: Column, date: string) => {
  const error = dateError(date)
  return error ? [`${label}: ${error}`] : []
}

export const lengthReasons = (texts: [column: Column, text: string, limit: number][]) =>
  texts
    .filter(([, text, limit]) => text.length > limit)
    .map(([{ label }, , limit]) => `${label} is longer than ${plural(limit, 'character')}.`)

export const tagReasons = ({ label }: Column, tags: string[]) => [
  ...(tags.some((tag) => tag.length > tagLimit) ? [`${label}: a tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`${label}: a session has at most ${tagsLimit} tags.`] : []),
]

/** Reasons for an invalid interval; null milliseconds mean it ends before it starts. */
export const intervalReasons = ({ label }: Column, milliseconds: number | null) => {
  if (milliseconds === null || milliseconds < 0) return [`${label}: the end is before the start.`]
  const longestDays = longestSeconds / 86_400
  return milliseconds > longestSeconds * 1000 ? [`${label}: more than ${longestDays} days after the start.`] : []
}
