import { tidyTags } from '../../../lib/tags'
import { cleanLine, cleanText } from '../../../lib/text/text'
import { projectNameLimit } from '../../../line/tokenize'
import { sessionNotesLimit, sessionTitleLimit } from '../schema'
import type { Moment } from './dates'
import {
  type CsvColumn,
  intervalReasons,
  lengthReasons,
  type RowResult,
  tagReasons,
  titleAndNotes,
  toLogEntry,
  type WallTimes,
  yearReasons,
} from './entry'
import { intervalOf, wallSeconds, zoneResolver } from './wall-clock'

/** Texts of a record, besides its times. */
export type RecordTexts = { project: string; client: string; task: string; text: string; notes: string; tags: string[] }

/** Columns of the texts, for error messages. */
type TextColumns = Record<keyof RecordTexts, CsvColumn>

/** Maximum error in seconds of a duration in hours with two decimals. */
export const decimalRounding = 18

export type RecordTimes = {
  /** Null if unreadable. */
  start: Moment | null
  /** Null: `seconds` after the start. */
  end: Moment | null
  /** Tracked seconds, if the file has them. */
  seconds: number | null
  /** Seconds by which rounding may have shortened the duration. */
  rounding?: number
  /** Set if start and end are not from the file. */
  written?: WallTimes
  /** Errors of the times. */
  reasons?: string[]
}

const writtenAs = (moment: Moment | null) => {
  if (moment?.kind === 'instant') return new Date(moment.at).toISOString()
  return moment?.kind === 'wall' ? `${moment.date}T${moment.time}` : ''
}

const yearsOf = (column: CsvColumn, moment: Moment | null) => {
  const written = writtenAs(moment)
  return written === '' ? [] : yearReasons(column, written.slice(0, 10))
}

const cleaned = ({ project, client, task, tags }: RecordTexts) => ({
  project: cleanLine(project),
  client: cleanLine(client),
  task: cleanLine(task),
  tags: tidyTags(tags),
})

/** Returns a function that finds the interval of a record; null if it is impossible. `seconds`: tracked time. */
const intervalsIn = (timeZone: string) => {
  const instantsOf = zoneResolver(timeZone)
  const instantOf = (moment: Moment) => {
    if (moment.kind === 'instant') return moment.at
    return moment.kind === 'wall' ? (instantsOf(moment)[0] ?? null) : null
  }
  return ({ start, end, seconds }: RecordTimes) => {
    if (start?.kind === 'wall' && end?.kind === 'wall') return intervalOf(start, end, seconds, instantsOf)
    const started_at = start && instantOf(start)
    if (started_at === null) return null
    const ended_at = end === null ? started_at + (seconds ?? 0) * 1000 : instantOf(end)
    return ended_at === null || ended_at < started_at ? null : { started_at, ended_at }
  }
}

/**
 * Converts records with a start and an end to sessions. If the file has the tracked time, which excludes breaks, it is
 * the duration, up to the interval's length. @param isExact uses names and tags unchanged, and the whole text in keys
 */
export const trackedRows = (
  timeZone: string,
  columns: TextColumns,
  [startColumn, endColumn]: [CsvColumn, CsvColumn],
  isExact = false,
) => {
  const intervalIn = intervalsIn(timeZone)
  return (record: RecordTimes, texts: RecordTexts, origin?: string): RowResult => {
    const { start, end, seconds, rounding = 0, written, reasons: unreadable = [] } = record
    const { title, notes, keyed } = titleAndNotes(texts.text)
    const { task, project, client, tags } = isExact ? texts : cleaned(texts)
    const filed = { project, client, title, notes: [notes, cleanText(texts.notes)].filter(Boolean).join('\n\n'), tags }
    const reasons = [
      ...unreadable,
      ...yearsOf(startColumn, start),
      ...yearsOf(endColumn, end),
      ...lengthReasons([
        [columns.project, filed.project, projectNameLimit],
        [columns.client, filed.client, projectNameLimit],
        [columns.task, task, sessionTitleLimit],
        [columns.notes, filed.notes, sessionNotesLimit],
      ]),
      ...tagReasons(columns.tags, filed.tags),
    ]
    if (reasons.length > 0) return { reasons }
    const interval = intervalIn(record)
    const milliseconds = interval && interval.ended_at - interval.started_at
    const tooFar = intervalReasons(endColumn, milliseconds)
    if (interval === null || milliseconds === null || tooFar.length > 0) return { reasons: tooFar }
    const whole = Math.floor(milliseconds / 1000)
    const onClock = isExact && start?.kind === 'wall' && end?.kind === 'wall' ? wallSeconds(start, end) : whole
    const keyTitle = isExact ? texts.text : keyed
    const times = {
      ...(written ?? { start: writtenAs(start), end: writtenAs(end), seconds: seconds ?? onClock }),
      title: keyTitle,
    }
    const isWhole = seconds === null || seconds >= whole || whole - seconds <= rounding
    return {
      entry: toLogEntry({
        ...interval,
        duration_seconds: isWhole ? whole : seconds,
        time_zone: timeZone,
        ...filed,
        project: filed.project || null,
      }),
      written: isExact || filed.project !== '' ? times : { ...times, client: '' },
      ...(origin === undefined ? {} : { origin }),
      ...(task === '' ? {} : { task: { name: task } }),
    }
  }
}
