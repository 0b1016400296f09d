import type { Context } from 'hono'
import { type App, todayOf } from '../../../lib/env'
import { addChecked } from '../../../lib/resource/resource'
import { tagErrors } from '../../../lib/tags'
import { dateText, duration, wallClock } from '../../../lib/text/format'
import { countCharacters, firstCharacters, nameKey, quoteShort, tagText } from '../../../lib/text/text'
import { wallTime } from '../../../lib/time/days'
import { repeatText } from '../../../lib/time/repeat'
import { findMarkedRows, knownNames } from '../../../line/names'
import { errorParts, errorsOf, foundPart, linePart, refuseStaleAnswers, tagParts } from '../../../line/parts'
import { createProject, isBeforePreview, readNames } from '../../../line/queries'
import { readTask, taskMarks, taskTitleLimit } from '../../../line/task'
import { taskResource } from '../resource'
import { newTaskValues } from '../schema'

/** Name of a project that the person chose to create, and the line about which the person was asked. */
export type ProjectChoice = { create?: string; asked?: string }

/** Splits a text that is too long for a title: its first words are the title, and all of it the description. */
const titled = (text: string) => {
  if (countCharacters(text) <= taskTitleLimit) return { title: text }
  const start = firstCharacters(text, taskTitleLimit - 1).replace(/\s\S{0,40}$/, '')
  return { title: `${start.trimEnd()}…`, description: text }
}

/** Defaults without the organization, which the context determines. */
export const { organization_id: _, ...lineDefaults } = newTaskValues

/**
 * Interprets a line such as `Call the bank tomorrow 15m high @Thesis`. The default date is today. @param filed default
 * project and date
 */
export const interpretTask = async <E extends App>(
  c: Context<E>,
  line: string,
  filed: { project_id?: string | null; date?: string | null } = {},
  { create = '', asked }: ProjectChoice = {},
) => {
  const today = todayOf(c)
  const names = await readNames(c.env.DB, c.var.user.id, c.var.org, line, taskMarks)
  const { project: named, goal: ofGoal, ofPlan, tags, wrongTime, ...read } = readTask(line, today, knownNames(names))
  const { project: found, goal, plan } = findMarkedRows({ project: named, goal: ofGoal, ofPlan }, names)
  const unknown = found && 'error' in found ? found.title : undefined
  const isNew = found && 'error' in found && found.isUnlike && isBeforePreview(c)
  const creates = unknown !== undefined && (isNew || nameKey(unknown) === nameKey(create)) ? unknown : undefined
  const project = creates === undefined ? found : null
  const filing = {
    project_id: project?.id ?? filed.project_id ?? null,
    goal_id: goal?.id ?? null,
    plan_id: plan?.plan_id ?? null,
  }
  const values = {
    ...lineDefaults,
    date: filed.date ?? today,
    ...read,
    ...titled(read.title),
    ...filing,
    tags: tagText(tags),
  }
  const { title, description, date, at, estimated_minutes: minutes, priority } = values
  const zone = c.var.user.preferences
  const wrongTimes = wrongTime === undefined ? [] : [wrongTime]
  const isPast = at && date === today && values.repeat === 'none' && wallTime(today, at, zone) < Date.now()
  const day = dateText(date, today)
  return {
    values,
    creatable: unknown,
    creates,
    projectCount: names.projects.length,
    errors: [
      ...refuseStaleAnswers(line, asked, create),
      ...wrongTimes,
      ...errorsOf(title, taskTitleLimit, [project, goal, plan]),
      ...tagErrors(tags),
    ],
    does: `Add task for ${day}`,
    added: `Task added ${date === null ? 'to Someday' : `for ${day}`}${creates ? ` in new project ${quoteShort(creates)}` : ''}`,
    parts: [
      ...linePart('task', title),
      ...linePart('description', description && 'the whole text'),
      ...linePart('for', day),
      ...linePart('at', at && `${wallClock(at, zone.clock)}${isPast ? ', already past' : ''}`),
      ...errorParts('time', wrongTimes),
      ...linePart('due', values.due_date && dateText(values.due_date, today)),
      ...linePart('time', minutes !== null && duration(minutes * 60)),
      ...linePart('priority', priority !== 'medium' && priority),
      ...linePart('repeats', repeatText({ ...values, repeat_from: null })),
      ...tagParts(tags),
      ...linePart('new project', creates),
      ...foundPart('project', project),
      ...foundPart('goal', goal),
      ...foundPart('plan', plan),
    ],
  }
}

type LineTask = { values: Parameters<typeof taskResource.insert>[3]; creates?: string; projectCount?: number }

/** Adds the task of a line and the project that the person chose to create. False if either could not be added. */
export const addLineTask = async (c: Context<App>, id: string, { values, creates, projectCount = 0 }: LineTask) => {
  if (creates === undefined) return addChecked(c, taskResource, id, values)
  const project_id = await createProject(c, creates, projectCount)
  return project_id !== null && addChecked(c, taskResource, id, { ...values, project_id })
}
