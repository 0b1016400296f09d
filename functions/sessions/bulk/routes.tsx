import { type Context, Hono } from 'hono'
import type { App } from '../../lib/env'
import { flash, wantsFragment } from '../../lib/page'
import { type BatchKind, confirmBatch, loadSelection, previewBatch } from './batch'
import { bulkEditKind, bulkRefileKind } from './kinds'
import { formPage, previewPage, respondUnusable } from './pages'
import { sessionsLimit } from './schema'
import { backPath, type FormFields, readSelection, type Selection, submittedFields, tooManySessions } from './selection'

const textOf = (fields: FormFields, name: string) => [fields[name] ?? ''].flat().at(-1) ?? ''

const batchValues = ({ names }: BatchKind, fields: FormFields) =>
  Object.fromEntries(names.map((name) => [name, textOf(fields, name)]))

type BatchFormInput = { selection: Selection; values: Record<string, string>; fields: FormFields }

/** Routes of a kind of batch: form, preview and confirmation. */
const batchRoutes = (batch: BatchKind) => {
  const reading =
    (answer: (c: Context<App>, read: BatchFormInput) => Response | Promise<Response>) => async (c: Context<App>) => {
      const fields = c.req.method === 'POST' ? await submittedFields(c) : c.req.query()
      const selection = readSelection(c, fields)
      if ('wrong' in selection) return respondUnusable(c, batch, selection.wrong)
      return answer(c, { selection, values: batchValues(batch, fields), fields })
    }
  const start = reading((c, { selection, values }) => formPage(c, batch, selection, { values, errors: {} }))

  return new Hono<App>()
    .get('/', start)
    .post('/', start)

    .post(
      '/preview',
      reading(async (c, { selection, values }) => {
        const asked = await batch.read(c, values)
        if ('errors' in asked) return formPage(c, batch, selection, { values, errors: asked.errors })
        const loaded = await loadSelection(c.env.DB, c.var.user.id, selection)
        if (loaded.missing > 0 || loaded.sessions.length === 0) {
          return formPage(c, batch, selection, { values, errors: {} })
        }
        if (loaded.sessions.length > sessionsLimit) return respondUnusable(c, batch, tooManySessions, selection)
        return previewPage(c, batch, await previewBatch(loaded, asked), values)
      }),
    )

    .post(
      '/confirm',
      reading(async (c, { selection, values, fields }) => {
        const asked = await batch.read(c, values)
        if ('errors' in asked) return formPage(c, batch, selection, { values, errors: asked.errors })
        const confirmed = { selection, seen: textOf(fields, 'seen'), skips: textOf(fields, 'on_error') === 'skip' }
        const outcome = await confirmBatch(c.env.DB, c.var.user.id, asked, confirmed, Date.now())
        if ('again' in outcome) {
          const { again, why } = outcome
          if (again.sessions.length === 0) return formPage(c, batch, selection, { values, errors: {} })
          if (again.sessions.length > sessionsLimit) return respondUnusable(c, batch, tooManySessions, selection)
          c.status(why === 'changed' ? 409 : 422)
          return previewPage(c, batch, again, values, why)
        }
        const page = backPath(selection)
        flash(c, { message: outcome.done.summary, undo: `/changes/${outcome.done.id}/undo` })
        return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
      }),
    )
}

export const bulkEdit = batchRoutes(bulkEditKind)
export const bulkRefile = batchRoutes(bulkRefileKind)
