import { plural } from '../../lib/format'
import { longestSeconds } from '../../lib/typed-time'
import { tagLimit, tagsLimit } from '../schema'
import { dateError } from '../times/resolve'

/** A session as a file tells it. Instants in epoch ms. */
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

/** When it was, as wall clocks showed it: the same whatever zone the file is read in. */
export type WallTimes = { start: string; end: string; seconds: number }

/** What reading a record comes to. */
export type RowResult = { entry: LogEntry; written: WallTimes } | { reasons: string[] }

/** A column of the file at hand, as its header spells it; one that the file lacks has the index -1. */
export type Column = { label: string; index: number }

/** A cell as a message quotes it. */
const quoted = (cell: string) => `“${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}”`

/** Why a cell that should hold something else is refused. */
export const mismatchReason = ({ label }: Column, cell: string, expected: string) =>
  cell === '' ? `${label} is missing.` : `${label}: ${quoted(cell)} is not ${expected}.`

/** Why a date that exists is refused: its year. */
export const yearReasons = ({ label }: Column, date: string) => {
  const wrong = dateError(date)
  return wrong ? [`${label}: ${wrong}`] : []
}

/** Why texts are refused: those longer than their limit. */
export const lengthReasons = (texts: [column: Column, text: string, limit: number][]) =>
  texts
    .filter(([, text, limit]) => text.length > limit)
    .map(([{ label }, , limit]) => `${label} is longer than ${plural(limit, 'character')}.`)

/** Why tags are refused: one that is too long, or too many. */
export const tagReasons = ({ label }: Column, tags: string[]) => [
  ...(tags.some((tag) => tag.length > tagLimit) ? [`${label}: a tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`${label}: a session has at most ${tagsLimit} tags.`] : []),
]

/** Why an interval of so many milliseconds is refused; null is one that ends before it starts. */
export const intervalReasons = ({ label }: Column, milliseconds: number | null) => {
  if (milliseconds === null || milliseconds < 0) return [`${label}: the end is before the start.`]
  const longestDays = longestSeconds / 86_400
  return milliseconds > longestSeconds * 1000 ? [`${label}: more than ${longestDays} days after the start.`] : []
}
