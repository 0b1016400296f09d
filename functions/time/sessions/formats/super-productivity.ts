import { cleanTags } from '../../../lib/tags'
import { grouped } from '../../../lib/text/format'
import { cleanLine, cleanText, firstCharacters, textOf } from '../../../lib/text/text'
import { dayOf, isDate, localDateTime, type Zone } from '../../../lib/time/days'
import { descriptionLimit, estimateLimits } from '../../../line/task'
import { projectNameLimit } from '../../../line/tokenize'
import type { Moment } from '../csv/dates'
import { type LogTask, lengthReasons, type ReadRecord, tagReasons, titleAndNotes } from '../csv/entry'
import { cellOf, convertRecords, fieldColumn, numberOf, rejectedRecord, toArray, toMap } from './values'

/** Ids of Super Productivity's built-in projects and tags. */
const inbox = new Set(['INBOX', 'INBOX_PROJECT', 'DEFAULT'])
const ownTags = new Set(['TODAY', 'NO_LIST'])

const superProductivityHeader = ['task', 'title', 'day', 'milliseconds']

const readModels = new Set(['task', 'project', 'tag', 'taskArchive'])

type Source = Map<string, unknown>

const entities = (value: unknown) =>
  [...toMap(toMap(value).get('entities'))].map(([id, entity]) => [id, toMap(entity)] as const)

/** Models of a backup. Newer versions have them under `data`. */
const modelsOf = (document: unknown): Source => {
  const root = toMap(document)
  const data = toMap(root.get('data'))
  return data.has('task') ? data : root
}

export const isSuperProductivity = (document: unknown) => {
  const models = modelsOf(document)
  return ['task', 'project', 'tag'].every((name) => toMap(models.get(name)).has('entities'))
}

const withArchived = (id: string, task: Source, isArchived: boolean) => [id, { task, isArchived }] as const

const tasksOf = (models: Source) => {
  const archives = ['archiveYoung', 'archiveOld'].map((name) => toMap(models.get(name)).get('task'))
  const archived = [models.get('taskArchive'), ...archives].flatMap(entities)
  return new Map([
    ...archived.map(([id, task]) => withArchived(id, task, true)),
    ...entities(models.get('task')).map(([id, task]) => withArchived(id, task, false)),
  ])
}

const titlesOf = (model: unknown) =>
  new Map(entities(model).map(([id, one]) => [id, cleanLine(textOf(one.get('title')))] as const))

const descriptionOf = (task: Source, parent: string, tags: string[]) => {
  const parts = [
    cleanText(textOf(task.get('notes'))),
    parent === '' ? '' : `Part of: ${parent}`,
    tags.length === 0 ? '' : `Tags: ${tags.join(', ')}`,
  ]
  return parts.filter(Boolean).join('\n\n')
}

const minutesOf = (milliseconds: number | null) => {
  const minutes = Math.round((milliseconds ?? 0) / 60_000)
  return minutes < estimateLimits.min ? null : Math.min(minutes, estimateLimits.max)
}

/** Parses an instant between 1970 and 2199, in epoch ms. */
const instantOf = (value: unknown) => {
  const at = numberOf(value)
  return at !== null && at > 0 && at < Date.UTC(2200, 0) ? Math.floor(at) : null
}

const times = 'timeSpentOnDay'

const keyOf = (id: string) => `super-productivity:${id}`

type Names = Record<'projects' | 'tags', Map<string, string>>

/** Title and filing of a task. Without its own project or tags, the parent's. */
const detailsOf = (task: Source, parent: Source | undefined, names: Names) => {
  const projectId = textOf(task.get('projectId')) || textOf(parent?.get('projectId'))
  const own = toArray(task.get('tagIds'))
  const tags = cleanTags(
    (own.length > 0 ? own : toArray(parent?.get('tagIds')))
      .map(textOf)
      .flatMap((tag) => (ownTags.has(tag) ? [] : [(names.tags.get(tag) ?? '').replace(/,\s*/g, ' ')])),
  )
  const { title, notes } = titleAndNotes(textOf(task.get('title')))
  const described = descriptionOf(task, cleanLine(textOf(parent?.get('title'))), tags)
  return {
    project: inbox.has(projectId) ? '' : (names.projects.get(projectId) ?? ''),
    tags,
    title: title || 'Untitled',
    notes,
    description: [notes, described].filter(Boolean).join('\n\n'),
  }
}
type Details = ReturnType<typeof detailsOf>

const reasonsAgainst = ({ description, project, tags }: Details) => [
  ...lengthReasons([
    [fieldColumn('notes'), description, descriptionLimit],
    [fieldColumn('project'), project, projectNameLimit],
  ]),
  ...tagReasons(fieldColumn('tagIds'), tags),
]

/** Converts a task with its dates. A done task without a date was completed on its last day with time. */
const logTaskOf = (
  id: string,
  { task, isArchived }: { task: Source; isArchived: boolean },
  details: Details,
  zone: Zone,
): LogTask => {
  const days = [...toMap(task.get(times)).keys()]
  const isDone = isArchived || task.get('isDone') === true
  const lastDay = days.filter(isDate).sort().at(-1)
  const doneOn = instantOf(task.get('doneOn'))
  const completed_on = doneOn === null ? (lastDay ?? null) : dayOf(doneOn, zone)
  const created = instantOf(task.get('created'))
  const planned = instantOf(task.get('dueWithTime')) ?? instantOf(task.get('plannedAt'))
  const dueDay = textOf(task.get('dueDay'))
  const noon = completed_on === null ? created : Date.parse(`${completed_on}T12:00:00Z`)
  return {
    key: keyOf(id),
    title: details.title,
    description: details.description,
    status: isDone ? 'done' : days.length > 0 ? 'in_progress' : 'todo',
    date: isDate(dueDay) ? dueDay : planned === null ? null : localDateTime(planned, zone.time_zone).date,
    estimated_minutes: minutesOf(numberOf(task.get('timeEstimate'))),
    project: details.project || null,
    client: '',
    completed_at: isDone ? (doneOn ?? noon ?? 0) : null,
    completed_on: isDone ? (completed_on ?? dayOf(created ?? 0, zone)) : null,
  }
}

/** A task's time on each day, as sessions that need a time of day. Ignores less than half a second. */
const timesOf = (
  id: string,
  task: Source,
  { title, notes, project, tags }: Details,
  line: number,
  session: ReturnType<typeof convertRecords>,
): ReadRecord[] => {
  const where = `${times} of “${firstCharacters(title, 40)}”`
  return [...toMap(task.get(times))].flatMap(([date, spent]): ReadRecord[] => {
    const milliseconds = numberOf(spent)
    const raw = [id, title, date, cellOf(spent)]
    if (!isDate(date)) return [rejectedRecord(line, raw, `${where}: “${date.slice(0, 40)}” is not a date.`)]
    if (milliseconds === null || milliseconds < 0) {
      return [rejectedRecord(line, raw, `${where} on ${date}: not a number of milliseconds from 0 on.`)]
    }
    if (milliseconds < 500) return []
    const seconds = Math.round(milliseconds / 1000)
    const rowAt = (start: Moment, end: Moment) => {
      const key = keyOf(id)
      const result = session({ start, end, seconds }, { project, text: notes || title, tags }, `${key}:${date}`)
      return 'entry' in result ? { ...result, task: { key } } : result
    }
    const tooLong = `${times} on ${date}: more hours than the day has.`
    return [{ line, raw, result: { laid: { date, seconds, tooLong, rowAt } } }]
  })
}

/** Counts the backup's entities that are not imported. */
const leftOutOf = (models: ReturnType<typeof modelsOf>) =>
  [...models].flatMap(([name, model]) => {
    const count = name === 'reminders' ? toArray(model).length : entities(model).length
    if (count === 0 || readModels.has(name)) return []
    const what = `${grouped(count)} of “${firstCharacters(name, 100)}”`
    return [{ line: 0, what, reason: 'Only tasks and their time come in.' }]
  })

/**
 * Reads a backup of Super Productivity: its tasks, including archived ones, and their time on each day. The time of a
 * task with subtasks is left out, because it is the sum of theirs. The backup has no times of day; see `layOut`.
 */
export const readSuperProductivity = (document: unknown, zone: Zone) => {
  const models = modelsOf(document)
  const names = { projects: titlesOf(models.get('project')), tags: titlesOf(models.get('tag')) }
  const sources = tasksOf(models)
  const parents = new Set([...sources.values()].map(({ task }) => textOf(task.get('parentId'))))
  const session = convertRecords(zone.time_zone, {
    times: [times, times],
    project: 'project',
    text: 'title',
    tags: 'tagIds',
  })

  const tasks: LogTask[] = []
  const records: ReadRecord[] = []
  for (const [number, [id, source]] of [...sources].entries()) {
    const line = number + 1
    const { task } = source
    const details = detailsOf(task, sources.get(textOf(task.get('parentId')))?.task, names)
    const reasons = reasonsAgainst(details)
    if (reasons.length > 0) {
      records.push(rejectedRecord(line, [id, details.title], ...reasons))
      continue
    }
    tasks.push(logTaskOf(id, source, details, zone))
    if (!parents.has(id)) records.push(...timesOf(id, task, details, line, session))
  }
  const leftOut = leftOutOf(models)
  return { format: 'super-productivity' as const, header: superProductivityHeader, records, tasks, leftOut }
}
