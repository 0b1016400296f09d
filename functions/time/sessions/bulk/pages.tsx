import type { Context } from 'hono'
import { BulkForm, NothingChosen, Unusable } from '../../../../views/time/sessions/bulk/form'
import { BulkPreview, type PreviewNotice } from '../../../../views/time/sessions/bulk/preview'
import { type App, todayOf } from '../../../lib/env'
import { allRows, sql } from '../../../lib/sql'
import { findImport } from '../import/queries'
import { filtersOf, namesOf } from '../list/page'
import { subjectsOf } from '../list/view'
import { viewSums } from '../queries'
import { type BatchDraft, type BatchKind, loadSelection, type PreparedBatch } from './batch'
import { effectsOf, largestDayEffects } from './plan'
import { backPath, type Selection, selectionFields, sessionsLimit, tooManySessions } from './selection'

const shownDays = 7
const shownSessions = 5

export const respondUnusable = (c: Context<App>, batch: BatchKind, why: string, selection?: Selection) => {
  c.status(422)
  return c.render(<Unusable title={batch.title} why={why} back={selection && backPath(selection)} />, {
    title: batch.title,
  })
}

type CountedSelection = { selection: Selection; total: number | null; missing: number; file?: string }

/** Counts the selection; `total` is null for an import. Null if nothing of it exists. */
const countSelection = async (c: Context<App>, selection: Selection): Promise<CountedSelection | null> => {
  const { DB } = c.env
  const { user } = c.var
  if (selection.import_id) {
    const importRow = await findImport(DB, user.id, selection.import_id)
    return importRow && { selection, total: null, missing: 0, file: importRow.file_name }
  }
  if (selection.ids.length === 0) {
    const { view } = selection
    const sums = await viewSums(DB, user.id, { ...view, filters: await filtersOf(DB, user.id, view) })
    return { selection, total: sums.sessions, missing: 0 }
  }
  const loaded = await loadSelection(DB, user.id, selection)
  return loaded.sessions.length > 0 ? { ...loaded, total: loaded.sessions.length } : null
}

const missingText = (missing: number) =>
  missing === 1
    ? 'One of the selected sessions no longer exists and is skipped.'
    : `${missing} of the selected sessions no longer exist and are skipped.`

export const formPage = async (c: Context<App>, batch: BatchKind, requested: Selection, draft: BatchDraft) => {
  const [counted, names] = await Promise.all([
    countSelection(c, requested),
    namesOf(c.env.DB, c.var.user.id, [], { subjects: subjectsOf(requested.view) }),
  ])
  if (!counted) return c.notFound()
  const { selection, total, missing, file } = counted
  const back = backPath(selection)
  if (total === 0) return c.render(<NothingChosen title={batch.title} back={back} />, { title: batch.title })
  if (total !== null && total > sessionsLimit) return respondUnusable(c, batch, tooManySessions, selection)
  const errors = missing > 0 ? { ...draft.errors, form: [missingText(missing)] } : draft.errors
  if (Object.keys(errors).length > 0) c.status(422)
  return c.render(
    <BulkForm
      batch={batch}
      carried={selectionFields(selection)}
      chosen={{ total, file, view: selection.ids.length > 0 ? null : selection.view, names, today: todayOf(c) }}
      back={back}
      errors={errors.form}
    >
      {await batch.fields(c, { ...draft, errors })}
    </BulkForm>,
    { title: batch.title },
  )
}

const secondsOn = async (db: D1Database, userId: string, days: { date: string }[]) => {
  const dates = JSON.stringify(days.map(({ date }) => date))
  const rows = await allRows<{ date: string; total_seconds: number }>(sql(db)`
    SELECT date, total_seconds
    FROM day_totals
    WHERE user_id = ${userId} AND date IN (SELECT value FROM json_each(${dates}))`)
  return new Map(rows.map(({ date, total_seconds }) => [date, total_seconds]))
}

export const previewPage = async (
  c: Context<App>,
  batch: BatchKind,
  { selection, plan, fingerprint }: PreparedBatch,
  values: Record<string, string>,
  notice?: PreviewNotice,
) => {
  const { DB } = c.env
  const { user } = c.var
  const effects = effectsOf(plan.changed)
  const days = largestDayEffects(effects.days, shownDays)
  const examples = plan.changed.slice(0, shownSessions)
  const refused = plan.refused.slice(0, shownSessions)
  const sessions = [
    ...examples.flatMap(({ before, after }) => (after ? [before, after] : [before])),
    ...refused.map(({ session }) => session),
  ]
  const [names, before] = await Promise.all([namesOf(DB, user.id, sessions), secondsOn(DB, user.id, days)])
  return c.render(
    <BulkPreview
      batch={batch}
      carried={{ ...selectionFields(selection), ...values }}
      fingerprint={fingerprint}
      plan={plan}
      effects={effects}
      days={days.map(({ date, change }) => ({ date, before: before.get(date) ?? 0, change }))}
      examples={examples}
      refused={refused}
      names={names}
      reader={user.preferences}
      today={todayOf(c)}
      back={backPath(selection)}
      notice={notice}
    />,
    { title: batch.title },
  )
}
