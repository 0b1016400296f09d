import { dayOf, isDate, localDateTime, type Zone } from '../../../lib/days'
import { grouped } from '../../../lib/format'
import { cleanTags } from '../../../lib/tags'
import { cleanLine, cleanText, firstCharacters } from '../../../lib/text'
import { descriptionLimit, estimateLimits } from '../../../line/task'
import { projectNameLimit } from '../../../line/tokenize'
import type { Moment } from '../csv/dates'
import { type LogTask, lengthReasons, type ReadRecord, tagReasons, titleAndNotes } from '../csv/entry'
import { cellOf, field, listOf, membersOf, numberOf, rejected, sessionsOf, textOf } from './values'

/** Ids of a project and of tags that Super Productivity has itself. */
const inbox = new Set(['INBOX', 'INBOX_PROJECT', 'DEFAULT'])
const ownTags = new Set(['TODAY', 'NO_LIST'])

const superProductivityHeader = ['task', 'title', 'day', 'milliseconds']

const readModels = new Set(['task', 'project', 'tag', 'taskArchive'])

type Source = Map<string, unknown>

const entities = (value: unknown) =>
  [...membersOf(membersOf(value).get('entities'))].map(([id, entity]) => [id, membersOf(entity)] as const)

/** The models of a backup, which newer versions keep under `data`. */
const modelsOf = (document: unknown): Source => {
  const root = membersOf(document)
  const data = membersOf(root.get('data'))
  return data.has('task') ? data : root
}

export const isSuperProductivity = (document: unknown) => {
  const models = modelsOf(document)
  return ['task', 'project', 'tag'].every((name) => membersOf(models.get(name)).has('entities'))
}

const withArchived = (id: string, task: Source, isArchived: boolean) => [id, { task, isArchived }] as const

const tasksOf = (models: Source) => {
  const archives = ['archiveYoung', 'archiveOld'].map((name) => membersOf(models.get(name)).get('task'))
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

/** Instants of 1970 to 2199, in epoch ms. */
const instantOf = (value: unknown) => {
  const at = numberOf(value)
  return at !== null && at > 0 && at < Date.UTC(2200, 0) ? Math.floor(at) : null
}

/**
 * Reads a backup of Super Productivity: its tasks, also archived ones, and the time that they have on each day. A task
 * with subtasks shows the sum of theirs, so its own time is left out. It records no times of day; see `layOut`.
 */
export const readSuperProductivity = (document: unknown, zone: Zone) => {
  const models = modelsOf(document)
  const [projects, tagTitles, sources] = [titlesOf(models.get('project')), titlesOf(models.get('tag')), tasksOf(models)]
  const parents = new Set([...sources.values()].map(({ task }) => textOf(task.get('parentId'))))
  const times = 'timeSpentOnDay'
  const session = sessionsOf(zone.time_zone, {
    times: [times, times],
    project: 'project',
    text: 'title',
    tags: 'tagIds',
  })

  const tasks: LogTask[] = []
  const records: ReadRecord[] = []
  for (const [number, [id, { task, isArchived }]] of [...sources].entries()) {
    const line = number + 1
    const parent = sources.get(textOf(task.get('parentId')))?.task
    const projectId = textOf(task.get('projectId')) || textOf(parent?.get('projectId'))
    const project = inbox.has(projectId) ? '' : (projects.get(projectId) ?? '')
    const own = listOf(task.get('tagIds'))
    const tags = cleanTags(
      (own.length > 0 ? own : listOf(parent?.get('tagIds')))
        .map(textOf)
        .flatMap((tag) => (ownTags.has(tag) ? [] : [(tagTitles.get(tag) ?? '').replace(/,\s*/g, ' ')])),
    )
    const { title: named, notes } = titleAndNotes(textOf(task.get('title')))
    const title = named || 'Untitled'
    const described = descriptionOf(task, cleanLine(textOf(parent?.get('title'))), tags)
    const description = [notes, described].filter(Boolean).join('\n\n')
    const days = [...membersOf(task.get('timeSpentOnDay'))]
    const reasons = [
      ...lengthReasons([
        [field('notes'), description, descriptionLimit],
        [field('project'), project, projectNameLimit],
      ]),
      ...tagReasons(field('tagIds'), tags),
    ]
    if (reasons.length > 0) {
      records.push(rejected(line, [id, title], ...reasons))
      continue
    }
    const isDone = isArchived || task.get('isDone') === true
    const lastDay = days
      .map(([day]) => day)
      .filter(isDate)
      .sort()
      .at(-1)
    const doneOn = instantOf(task.get('doneOn'))
    const completed_on = doneOn === null ? (lastDay ?? null) : dayOf(doneOn, zone)
    const created = instantOf(task.get('created'))
    const planned = instantOf(task.get('dueWithTime')) ?? instantOf(task.get('plannedAt'))
    const dueDay = textOf(task.get('dueDay'))
    const noon = completed_on === null ? created : Date.parse(`${completed_on}T12:00:00Z`)
    tasks.push({
      key: `super-productivity:${id}`,
      title,
      description,
      status: isDone ? 'done' : days.length > 0 ? 'in_progress' : 'todo',
      date: isDate(dueDay) ? dueDay : planned === null ? null : localDateTime(planned, zone.time_zone).date,
      estimated_minutes: minutesOf(numberOf(task.get('timeEstimate'))),
      project: project || null,
      client: '',
      completed_at: isDone ? (doneOn ?? noon ?? 0) : null,
      completed_on: isDone ? (completed_on ?? dayOf(created ?? 0, zone)) : null,
    })
    if (parents.has(id)) continue
    for (const [date, spent] of days) {
      const milliseconds = numberOf(spent)
      const raw = [id, title, date, cellOf(spent)]
      const where = `timeSpentOnDay of “${firstCharacters(title, 40)}”`
      if (!isDate(date)) records.push(rejected(line, raw, `${where}: “${date.slice(0, 40)}” is not a date.`))
      else if (milliseconds === null || milliseconds < 0) {
        records.push(rejected(line, raw, `${where} on ${date}: not a number of milliseconds from 0 on.`))
      } else if (milliseconds >= 500) {
        const seconds = Math.round(milliseconds / 1000)
        const rowAt = (start: Moment, end: Moment) => {
          const key = `super-productivity:${id}`
          const result = session({ start, end, seconds }, { project, text: notes || title, tags }, `${key}:${date}`)
          return 'entry' in result ? { ...result, task: { key } } : result
        }
        const tooLong = `timeSpentOnDay on ${date}: more hours than the day has.`
        records.push({ line, raw, result: { laid: { date, seconds, tooLong, rowAt } } })
      }
    }
  }
  const leftOut = [...models].flatMap(([name, model]) => {
    const count = name === 'reminders' ? listOf(model).length : entities(model).length
    if (count === 0 || readModels.has(name)) return []
    return [
      {
        line: 0,
        what: `${grouped(count)} of “${firstCharacters(name, 100)}”`,
        reason: 'Only tasks and their time come in.',
      },
    ]
  })
  return { format: 'super-productivity' as const, header: superProductivityHeader, records, tasks, leftOut }
}
