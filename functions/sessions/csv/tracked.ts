import { splitTags } from '../../lib/csv/cells'
import { cleanTags } from '../../lib/tags'
import { cleanLine } from '../../lib/text'
import { nameLimit } from '../../projects/schema'
import { notesLimit, titleLimit } from '../schema'
import type { Moment } from './dates'
import {
  type Column,
  entryOf,
  intervalReasons,
  lengthReasons,
  type RowResult,
  tagReasons,
  titleAndNotes,
  type WallTimes,
  yearReasons,
} from './entry'
import { instantsIn, intervalOf } from './wall-clock'

/** Texts of a record, besides its times. */
type Texts = { project: string; client: string; task: string; text: string; notes: string; tags: string[] }

/** These texts from a record whose description is its only text. */
export const textsOf = (cell: (name: 'project' | 'client' | 'task' | 'text' | 'tags') => string): Texts => ({
  project: cell('project'),
  client: cell('client'),
  task: cell('task'),
  text: cell('text'),
  notes: '',
  tags: splitTags(cell('tags')),
})

/** Columns of these texts, for the reasons of a rejected record. */
type TextColumns = Record<keyof Texts, Column>

/** Rounding of a duration that was written with two decimals of an hour, in seconds. */
export const decimalRounding = 18

type Times = {
  start: Moment
  /** Null for `seconds` after the start. */
  end: Moment | null
  /** The tracked time, if it is written. */
  seconds: number | null
  /** Seconds that rounding may have taken off the duration. */
  rounding?: number
  /** Set where start and end are not from the file. */
  written?: WallTimes
}

const dateOf = (moment: Moment) => {
  if (moment.kind === 'instant') return new Date(moment.at).toISOString().slice(0, 10)
  return moment.kind === 'time' ? '' : moment.date
}

const writtenAs = (moment: Moment) => {
  if (moment.kind === 'instant') return new Date(moment.at).toISOString()
  return moment.kind === 'wall' ? `${moment.date}T${moment.time}` : ''
}

/**
 * Makes sessions of records that have a start and an end. The tracked time counts where it is not longer than from start
 * to end, as breaks were taken out of it.
 */
export const trackedRows = (timeZone: string, columns: TextColumns, startColumn: Column, endColumn: Column) => {
  const instantsOf = instantsIn(timeZone)
  const instantOf = (moment: Moment) => {
    if (moment.kind === 'instant') return moment.at
    return moment.kind === 'wall' ? (instantsOf(moment)[0] ?? null) : null
  }
  const intervalIn = (start: Moment, end: Moment | null, seconds: number | null) => {
    if (start.kind === 'wall' && end?.kind === 'wall') return intervalOf(start, end, seconds, instantsOf)
    const started_at = instantOf(start)
    if (started_at === null) return null
    const ended_at = end === null ? started_at + (seconds ?? 0) * 1000 : instantOf(end)
    return ended_at === null || ended_at < started_at ? null : { started_at, ended_at }
  }

  return ({ start, end, seconds, rounding = 0, written }: Times, texts: Texts, origin?: string): RowResult => {
    const [project, client, task] = [cleanLine(texts.project), cleanLine(texts.client), cleanLine(texts.task)]
    const named = titleAndNotes(texts.text)
    const notes = [named.notes, texts.notes.trim()].filter(Boolean).join('\n\n')
    const tags = cleanTags(texts.tags)
    const reasons = [
      ...yearReasons(startColumn, dateOf(start)),
      ...(end ? yearReasons(endColumn, dateOf(end)) : []),
      ...lengthReasons([
        [columns.project, project, nameLimit],
        [columns.client, client, nameLimit],
        [columns.task, task, titleLimit],
        [columns.notes, notes, notesLimit],
      ]),
      ...tagReasons(columns.tags, tags),
    ]
    if (reasons.length > 0) return { reasons }
    const interval = intervalIn(start, end, seconds)
    const milliseconds = interval && interval.ended_at - interval.started_at
    const tooFar = intervalReasons(endColumn, milliseconds)
    if (interval === null || milliseconds === null || tooFar.length > 0) return { reasons: tooFar }
    const whole = Math.floor(milliseconds / 1000)
    const isWhole = seconds === null || seconds >= whole || whole - seconds <= rounding
    return {
      entry: entryOf({
        ...interval,
        duration_seconds: isWhole ? whole : seconds,
        time_zone: timeZone,
        project: project || null,
        client: project === '' ? '' : client,
        title: named.title,
        notes,
        tags,
      }),
      written: written ?? {
        start: writtenAs(start),
        end: end ? writtenAs(end) : '',
        seconds: seconds ?? whole,
      },
      ...(origin === undefined ? {} : { origin }),
      ...(task === '' ? {} : { task: { name: task } }),
    }
  }
}
