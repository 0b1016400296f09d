import { type Context, Hono } from 'hono'
import { respondUndoable } from '../../changes/run'
import type { App } from '../../lib/env'
import { respondStarted } from '../../lib/jobs/respond'
import { early } from '../../lib/load'
import { type BatchKind, confirmBatch, loadSelection, previewBatch } from './batch'
import { bulkEditKind, bulkRefileKind } from './kinds'
import { formPage, previewPage, respondUnusable } from './pages'
import { sessionsLimit } from './schema'
import { backPath, type FormFields, readSelection, type Selection, submittedFields, tooManySessions } from './selection'

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

  const withFields = early<App>((c) => batch.fields(c, { values: {}, errors: {} }))

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
        const outcome = await confirmBatch(c.env.DB, c.var.user.id, request, confirmed, Date.now())
        if ('again' in outcome) {
          const { again, why } = outcome
          if (again.sessions.length === 0) return formPage(c, batch, selection, { values, errors: {} })
          if (again.sessions.length > sessionsLimit) return respondUnusable(c, batch, tooManySessions, selection)
          c.status(why === 'changed' ? 409 : 422)
          return previewPage(c, batch, again, values, why)
        }
        if ('started' in outcome) return respondStarted(c, outcome.started)
        return respondUndoable(c, outcome.done, backPath(selection))
      }),
    )
}

export const bulkEdit = batchRoutes(bulkEditKind)
export const bulkRefile = batchRoutes(bulkRefileKind)
