import { splitLines, splitTags } from '../../lib/csv/cells'
import { isDate, isTimeZone, localDateTime } from '../../lib/days'
import { nameLimit } from '../../projects/schema'
import { notesLimit, titleLimit } from '../schema'
import {
  artifactReasons,
  columnsOf,
  intervalReasons,
  lengthReasons,
  mismatchReason,
  quoted,
  type RowResult,
  tagReasons,
  yearReasons,
} from './entry'

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

const instantOf = (cell: string) => {
  const date = INSTANT.exec(cell)?.[1]
  const instant = Date.parse(cell)
  return date && isDate(date) && Number.isFinite(instant) ? instant : null
}

const isMinuteOfDay = (cell: string) => /^\d{0,4}$/.test(cell) && Number(cell) < 1440

/** Local time in the zone, with milliseconds unless they are 0. */
const wallText = (instant: number, timeZone: string) => {
  const { date, time } = localDateTime(instant, timeZone)
  const milliseconds = new Date(instant).toISOString().slice(19, 23)
  return `${date}T${time}${milliseconds === '.000' ? '' : milliseconds}`
}

/** Reader of Daymark's own CSV. `timeZone` applies to rows without one. */
export const daymarkReader = (header: string[], timeZone: string) => {
  const column = columnsOf(header)
  const columns = {
    id: column('id'),
    start: column('started_at'),
    end: column('ended_at'),
    duration: column('duration_seconds'),
    zone: column('time_zone'),
    project: column('project'),
    client: column('client'),
    goal: column('goal'),
    goalId: column('goal_id'),
    title: column('title'),
    notes: column('notes'),
    tags: column('tags'),
    dayStart: column('day_start_minute'),
    plan: column('plan', 'plan_id'),
    chunk: column('chunk', 'chunk_id'),
    planTitle: column('plan_title'),
    task: column('task'),
    taskId: column('task_id'),
    artifacts: column('artifacts'),
  }
  const zones = new Map<string, boolean>()
  const known = (zone: string) => {
    const valid = zones.get(zone) ?? isTimeZone(zone)
    zones.set(zone, valid)
    return valid
  }

  return (cells: string[]): RowResult => {
    const cell = (name: keyof typeof columns) => cells[columns[name].index] ?? ''
    const [start, end] = [instantOf(cell('start')), instantOf(cell('end'))]
    const zone = cell('zone') || timeZone
    const tags = splitTags(cell('tags'))
    const artifacts = splitLines(cell('artifacts'))
    const instant = 'an instant such as 2017-08-01T15:10:43.000Z'
    const reasons = [
      ...(start === null
        ? [mismatchReason(columns.start, cell('start'), instant)]
        : yearReasons(columns.start, cell('start').slice(0, 10))),
      ...(end === null
        ? [mismatchReason(columns.end, cell('end'), instant)]
        : yearReasons(columns.end, cell('end').slice(0, 10))),
      ...(/^\d{0,9}$/.test(cell('duration'))
        ? []
        : [mismatchReason(columns.duration, cell('duration'), 'a whole number of seconds')]),
      ...(isMinuteOfDay(cell('dayStart'))
        ? []
        : [mismatchReason(columns.dayStart, cell('dayStart'), 'a number of minutes from 0 to 1439')]),
      ...(known(zone) ? [] : [mismatchReason(columns.zone, zone, 'a time zone such as Europe/Lisbon')]),
      ...lengthReasons([
        [columns.title, cell('title'), titleLimit],
        [columns.notes, cell('notes'), notesLimit],
        [columns.project, cell('project'), nameLimit],
        [columns.client, cell('client'), nameLimit],
        [columns.goal, cell('goal'), titleLimit],
        [columns.task, cell('task'), titleLimit],
      ]),
      ...tagReasons(columns.tags, tags),
      ...artifactReasons(columns.artifacts, artifacts),
      ...(cell('chunk') !== '' && cell('plan') === ''
        ? [`${columns.chunk.label}: ${quoted(cell('chunk'))} is missing its plan.`]
        : []),
      ...(start === null || end === null ? [] : intervalReasons(columns.end, end - start)),
    ]
    if (start === null || end === null || reasons.length > 0) return { reasons }

    const interval = Math.floor((end - start) / 1000)
    const seconds = cell('duration') === '' ? interval : Math.min(Number(cell('duration')), interval)
    return {
      entry: {
        id: cell('id') || null,
        started_at: start,
        ended_at: end,
        duration_seconds: seconds,
        time_zone: zone,
        project: cell('project') || null,
        client: cell('client'),
        goal: cell('goal') || null,
        goal_id: cell('goalId') || null,
        plan: cell('plan') || null,
        chunk: cell('chunk') || null,
        plan_title: cell('planTitle') || null,
        task: cell('task') || null,
        task_id: cell('taskId') || null,
        title: cell('title'),
        notes: cell('notes'),
        tags,
        artifacts,
        day_start_minute: cell('dayStart') === '' ? null : Number(cell('dayStart')),
      },
      written: { start: wallText(start, zone), end: wallText(end, zone), seconds },
    }
  }
}
