import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { EditFields, RefileFields } from '../../../../views/time/sessions/bulk/refile'
import { zoneWords } from '../../../../views/time/sessions/words'
import { respondUndoable } from '../../../data/changes/run'
import { sameClock } from '../../../lib/days'
import { type App, declares } from '../../../lib/env'
import { plural } from '../../../lib/format'
import { editedTags, tagsLimit } from '../../../lib/tags'
import { choiceErrors, sessionChoices } from '../choices'
import { checkLink, formErrors, noPlan } from '../plan-link'
import type { ListedSession } from '../schema'
import { type BatchKind, confirmBatch, loadSelection, previewBatch } from './batch'
import { formPage, previewPage, respondUnusable } from './pages'
import type { EditSession } from './plan'
import {
  backPath,
  type FormFields,
  ManyEdit,
  Refile,
  readSelection,
  type Selection,
  sessionsLimit,
  shifted,
  submittedFields,
  tooManySessions,
} from './selection'

/** Keeps the instants, which may count on other days, or the clock times, which moves the instants. */
export const refileBy =
  ({ time_zone, day_start, keep }: Refile): EditSession =>
  (session) => {
    const zone = {
      time_zone: time_zone ?? session.time_zone,
      day_start_minute: day_start ?? session.day_start_minute,
    }
    const { started_at, ended_at } = session
    const start = keep === 'clock' ? sameClock(started_at, session.time_zone, zone.time_zone) : started_at
    return { ...session, ...zone, started_at: start, ended_at: start + ended_at - started_at }
  }

const shiftSession = (session: ListedSession, { shift }: ManyEdit) => {
  if (!shift) return session
  const started_at = shifted(session.started_at, shift, session.time_zone)
  return { ...session, started_at, ended_at: started_at + session.ended_at - session.started_at }
}

/** A shift keeps the duration, idle time, zone and day start. */
export const editSessionBy =
  (edit: ManyEdit): EditSession =>
  (session) => {
    if (edit.remove) return null
    const tags = editedTags(session.tags, edit)
    if (tags.length > tagsLimit && tags.length > session.tags.length) {
      return { refused: `It would have ${tags.length} tags. The limit is ${tagsLimit}.` }
    }
    const { project_id = session.project_id, goal_id = session.goal_id, task_id = session.task_id } = edit
    return { ...shiftSession(session, edit), ...edit.plan, tags, project_id, goal_id, task_id }
  }

const summaryOf = ({ remove, shift, ...edit }: ManyEdit, typedShift: string) => {
  if (remove) return (sessions: number) => `Deleted ${plural(sessions, 'session')}`
  const others = [edit.project_id, edit.goal_id, edit.plan, edit.task_id].some((id) => id !== undefined)
  const isMove = shift !== null && !others && edit.add_tags.length + edit.remove_tags.length === 0
  return (sessions: number) =>
    isMove ? `Moved ${plural(sessions, 'session')} by ${typedShift.trim()}` : `Edited ${plural(sessions, 'session')}`
}

const bulkEditKind: BatchKind = {
  path: '/sessions/bulk',
  title: 'Edit sessions',
  names: ['project_id', 'goal_id', 'plan', 'task_id', 'add_tags', 'remove_tags', 'shift', 'remove'],
  parse: async (c, values) => {
    const { success, data, error } = ManyEdit.safeParse(values.remove === 'yes' ? { remove: 'yes' } : values)
    if (!success) return { errors: z.flattenError(error).fieldErrors }
    const { project_id = null, goal_id = null, task_id = null } = data
    const chosen = { project_id, goal_id, task_id }
    const [errors, link] = await Promise.all([
      choiceErrors(c.env.DB, c.var.user.id, chosen),
      checkLink(c.env.DB, c.var.user.id, data.plan ?? noPlan),
    ])
    if (errors || link.errors) return { errors: { ...errors, ...formErrors(link.errors ?? {}) } }
    const kind = data.remove ? 'delete' : 'edit'
    return { change: editSessionBy(data), kind, summary: summaryOf(data, values.shift ?? '') }
  },
  fields: async (c, draft) => (
    <EditFields draft={draft} choices={await sessionChoices(c.env.DB, c.var.user.id, c.var.org)} />
  ),
}

const bulkRefileKind: BatchKind = {
  path: '/sessions/bulk/refile',
  title: 'Change time zone',
  names: ['time_zone', 'day_start', 'keep'],
  parse: async (_, values) => {
    const { success, data, error } = Refile.safeParse(values)
    if (!success) return { errors: z.flattenError(error).fieldErrors }
    const parts = [
      data.time_zone && `to ${zoneWords(data.time_zone)}`,
      data.day_start !== null && `to days starting at ${values.day_start}`,
    ]
    const where = parts.filter(Boolean).join(', ')
    return {
      change: refileBy(data),
      kind: 'refile',
      summary: (sessions) => `Moved ${plural(sessions, 'session')} ${where}`,
    }
  },
  fields: async (c, draft) => <RefileFields draft={draft} preferences={c.var.user.preferences} />,
}

const textOf = (fields: FormFields, name: string) => [fields[name] ?? ''].flat().at(-1) ?? ''

const batchValues = ({ names }: BatchKind, fields: FormFields) =>
  Object.fromEntries(names.map((name) => [name, textOf(fields, name)]))

type BatchFormInput = { selection: Selection; values: Record<string, string>; fields: FormFields }

const batchRoutes = (batch: BatchKind) => {
  const withInput =
    (answer: (c: Context<App>, input: BatchFormInput) => Response | Promise<Response>) => async (c: Context<App>) => {
      const fields = c.req.method === 'POST' ? await submittedFields(c) : c.req.query()
      const selection = await readSelection(c, fields)
      if ('problem' in selection) return respondUnusable(c, batch, selection.problem)
      return answer(c, { selection, values: batchValues(batch, fields), fields })
    }
  const start = withInput((c, { selection, values }) => formPage(c, batch, selection, { values, errors: {} }))

  const withFields = declares<App>((c) => batch.fields(c, { values: {}, errors: {} }))

  return new Hono<App>()
    .get('/', withFields, start)
    .post('/', start)

    .post(
      '/preview',
      withInput(async (c, { selection, values }) => {
        const request = await batch.parse(c, values)
        if ('errors' in request) return formPage(c, batch, selection, { values, errors: request.errors })
        const loaded = await loadSelection(c.env.DB, c.var.user.id, selection)
        if (loaded.missing > 0 || loaded.sessions.length === 0) {
          return formPage(c, batch, selection, { values, errors: {} })
        }
        if (loaded.sessions.length > sessionsLimit) return respondUnusable(c, batch, tooManySessions, selection)
        return previewPage(c, batch, await previewBatch(loaded, request), values)
      }),
    )

    .post(
      '/confirm',
      withInput(async (c, { selection, values, fields }) => {
        const request = await batch.parse(c, values)
        if ('errors' in request) return formPage(c, batch, selection, { values, errors: request.errors })
        const confirmed = { selection, seen: textOf(fields, 'seen'), skips: textOf(fields, 'on_error') === 'skip' }
        const outcome = await confirmBatch(c.env.DB, c.var.user.id, request, confirmed)
        if ('refused' in outcome) {
          const { again, why } = outcome.refused
          if (again.sessions.length === 0) return formPage(c, batch, selection, { values, errors: {} })
          if (again.sessions.length > sessionsLimit) return respondUnusable(c, batch, tooManySessions, selection)
          c.status(why === 'changed' ? 409 : 422)
          return previewPage(c, batch, again, values, why)
        }
        return respondUndoable(c, outcome, backPath(selection))
      }),
    )
}

export const bulkEdit = batchRoutes(bulkEditKind)
export const bulkRefile = batchRoutes(bulkRefileKind)
