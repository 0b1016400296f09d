import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { MoveFields, PlanFields, TagFields } from '../../views/changes/selected'
import { constant, newSeq, part, sql } from '../lib/db/sql'
import type { App, LocalNow } from '../lib/env'
import type { AnyDraft } from '../lib/http/form'
import { type Kind, kindEntry } from '../lib/kinds'
import { presentOrganizations } from '../lib/org'
import { filingMessages } from '../lib/resource/filing'
import { filingOptions } from '../lib/resource/filing-choices'
import type { FieldErrors } from '../lib/resource/resource'
import { setRows, updateRows } from '../lib/resource/row-writes'
import { editedTags, Tags, tagsLimit } from '../lib/tags'
import { quoteShort } from '../lib/text/text'
import { addDays, isDate, isoWeekday } from '../lib/time/days'
import type { ChangePlan } from './run'
import type { ChangeRow } from './schema'
import { taggedImages } from './tables'

export type Values = Record<string, string>

/** The submitted ids and their rows. The rows are read in the same batch as the other reads of an act. */
export type SelectedRows<R> = { db: D1Database; userId: string; ids: string[]; rows: Promise<R[]>; now: LocalNow }

/**
 * Writes of an act and the ids of the rows it changes, without unchanged rows. The message is made of `done`, the
 * number of rows and `to`: `Moved 3 tasks to “Thesis”`. `why` explains why the other rows stay unchanged.
 */
export type ActPlan = Pick<ChangePlan, 'touched' | 'more' | 'also' | 'writes'> &
  Partial<Pick<ChangePlan, 'kind'>> & { ids: string[]; done: string; to?: string; why?: string }

/** An action on selected rows. */
export type Act<R> = {
  kind: ChangeRow['kind']
  /** Renders the fields for the act's value. An act without fields runs at once. */
  fields?: (c: Context<App>, draft: AnyDraft) => Child | Promise<Child>
  /** Names of the fields that the act takes. */
  takes?: string[]
  plan: (selected: SelectedRows<R>, values: Values) => Promise<ActPlan | { errors: FieldErrors }>
}

export type SelectedRow = { id: string }

export const idsOf = (rows: SelectedRow[]) => rows.map(({ id }) => id)

/** Deletes rows. @param to end of the message: `, sessions kept` @param but rows that are not deleted, and why */
export const deleteAct = <R extends SelectedRow>(
  kind: Kind,
  writes: (selected: Omit<SelectedRows<R>, 'rows'>, rows: R[]) => D1PreparedStatement[] = (
    { db, userId, now },
    rows,
  ) => [setRows(db, kindEntry(kind).table, userId, idsOf(rows), { deleted_at: now.instant }, now.instant)],
  to = '',
  but?: { rows: (row: R) => boolean; why: string },
): Act<R> => ({
  kind: 'delete',
  plan: async (selected) => {
    const rows = (await selected.rows).filter((row) => !but?.rows(row))
    const ids = idsOf(rows)
    const touched = { [kindEntry(kind).table]: ids }
    return { ids, done: 'Deleted', to, why: but?.why, touched, writes: writes(selected, rows) }
  },
})

/** SQL for the organization of a row in a project: NULL if the project belongs to a different organization. */
const organizationBeside = (userId: string, project: string | null) => part`
  iif(organization_id <> (${presentOrganizations(userId)} AND id = (
    SELECT organization_id FROM projects WHERE user_id = ${userId} AND id = ${project})), NULL, organization_id)`

/** Moves rows to a project, or out of their project. */
export const moveAct = <R extends SelectedRow & { project_id: string | null }>(kind: Kind): Act<R> => ({
  kind: 'edit',
  takes: ['project_id'],
  fields: async (c, draft) => (
    <MoveFields draft={draft} projects={await filingOptions(c.env.DB, c.var.user.id, c.var.org, 'project_id')} />
  ),
  plan: async ({ db, userId, rows, now }, { project_id }) => {
    if (project_id === undefined) return { errors: { project_id: [filingMessages.project_id] } }
    const to = project_id === 'none' ? null : project_id || null
    const [found, project] = await Promise.all([
      rows,
      sql(db)`SELECT name FROM projects WHERE user_id = ${userId} AND id = ${to} AND deleted_at IS NULL`.first<string>(
        'name',
      ),
    ])
    if (to !== null && project === null) return { errors: { project_id: [filingMessages.project_id] } }
    const ids = idsOf(found.filter((row) => row.project_id !== to))
    const columns = {
      project_id: to,
      ...(kindEntry(kind).org.own && { organization_id: organizationBeside(userId, to) }),
    }
    return {
      ids,
      ...(project === null
        ? { done: 'Removed', to: ids.length === 1 ? ' from its project' : ' from their projects' }
        : { done: 'Moved', to: ` to ${quoteShort(project)}` }),
      touched: { [kindEntry(kind).table]: ids },
      writes: [setRows(db, kindEntry(kind).table, userId, ids, columns, now.instant)],
    }
  },
})

type Tagged = SelectedRow & { tags: string[] }

const tagErrors = ({ add_tags = '', remove_tags = '' }: Values) => {
  const [added, removed] = [Tags.safeParse(add_tags), Tags.safeParse(remove_tags)]
  if (!added.success) return { errors: { add_tags: added.error.issues.map(({ message }) => message) } }
  if (!removed.success) return { errors: { remove_tags: removed.error.issues.map(({ message }) => message) } }
  const edit = { add_tags: added.data, remove_tags: removed.data }
  return edit.add_tags.length + edit.remove_tags.length > 0
    ? edit
    : { errors: { add_tags: ['Enter a tag to add or to remove'] } }
}

/** Adds and removes tags. Leaves out a row that would get too many tags. */
export const tagAct = <R extends Tagged>(kind: Kind): Act<R> => ({
  kind: 'edit',
  takes: ['add_tags', 'remove_tags'],
  fields: (_, draft) => <TagFields draft={draft} />,
  plan: async ({ db, userId, rows, now }, values) => {
    const edit = tagErrors(values)
    if ('errors' in edit) return edit
    const changed = (await rows)
      .map((row) => ({ id: row.id, before: row.tags, after: editedTags(row.tags, edit) }))
      .filter(({ before, after }) => String(before) !== String(after))
      .filter(({ before, after }) => after.length <= Math.max(tagsLimit, before.length))
    const written = changed.map(({ id, after }) => ({ id, tags: JSON.stringify(after), updated_at: now.instant }))
    return {
      ids: idsOf(changed),
      done: 'Tagged',
      touched: {},
      more: taggedImages(changed.map(({ id }) => ({ kind, id }))),
      writes: updateRows(
        db,
        kindEntry(kind).table,
        userId,
        written,
        { seq: newSeq(userId) },
        constant('AND deleted_at IS NULL'),
      ),
    }
  },
})

/** The date chosen in a form, by a word such as `tomorrow` or as a date. Null for `none`, undefined if invalid. */
const dateOf = (text: string, today: string): string | null | undefined => {
  const days = new Map([
    ['today', today],
    ['tomorrow', addDays(today, 1)],
    ['next_week', addDays(today, 8 - isoWeekday(today))],
    ['none', null],
  ])
  return days.has(text) ? days.get(text) : isDate(text) ? text : undefined
}

/** Plans rows for a date, or for no date. @param none label of the choice without a date */
export const planAct = <R extends SelectedRow>(
  none: string,
  plan: (selected: Omit<SelectedRows<R>, 'rows'>, rows: R[], date: string | null) => ActPlan,
): Act<R> => ({
  kind: 'edit',
  takes: ['date'],
  fields: (_, draft) => <PlanFields draft={draft} none={none} />,
  plan: async (selected, { date: text = '' }) => {
    const date = dateOf(text, selected.now.today)
    if (date === undefined) return { errors: { date: ['Enter a date such as 2026-11-27'] } }
    return plan(selected, await selected.rows, date)
  },
})
