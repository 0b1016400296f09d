import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { AskInBar, AskPage, MoveFields, PlanFields, TagFields } from '../../views/changes/selected'
import type { ToastProps } from '../../views/ui/toast'
import type { Once } from '../lib/api/once'
import { invalidFields } from '../lib/api/request'
import { constant, part, type RowSchema, rowsAs, sql, textsColumn } from '../lib/db/sql'
import { type App, appContext, type LocalNow, localNow } from '../lib/env'
import { type AnyDraft, submittedAll, submittedText } from '../lib/http/form'
import { ProblemError } from '../lib/http/problem'
import { backUnlessBelow, fragmentsWith, wantsFragment } from '../lib/http/respond'
import { checkSelection } from '../lib/http/selection'
import { type Kind, kindEntry } from '../lib/kinds'
import { presentOrganizations } from '../lib/org'
import { filingMessages } from '../lib/resource/filing'
import { filingOptions } from '../lib/resource/filing-choices'
import type { PlainKind } from '../lib/resource/kind'
import type { FieldErrors } from '../lib/resource/resource'
import { columnsOf } from '../lib/resource/row-reads'
import { newSeq, setRows, updateRows } from '../lib/resource/row-writes'
import { editedTags, Tags, tagsLimit } from '../lib/tags'
import { plural } from '../lib/text/format'
import { capitalized, shortQuoted } from '../lib/text/text'
import { addDays, isDate, isoWeekday } from '../lib/time/days'
import { type ChangePlan, runUndoable, type UndoableChange } from './run'
import { type ChangeRow, changeUndoPath } from './schema'
import { taggedImages } from './tables'

type Values = Record<string, string>

/** The submitted ids, and the rows that are there, which are read together with what else an act looks at. */
export type Selected<R> = { db: D1Database; userId: string; ids: string[]; rows: Promise<R[]>; now: LocalNow }

/**
 * The writes of an act, and the rows that they change: those with nothing to change are left out. `done` and `to`
 * stand around their number: `Moved 3 tasks to “Thesis”`. `why` is said of rows that stay as they are.
 */
export type Acted = Pick<ChangePlan, 'touched' | 'more' | 'also' | 'writes'> &
  Partial<Pick<ChangePlan, 'kind'>> & { ids: string[]; done: string; to?: string; why?: string }

/** One thing to do with selected rows. */
export type Act<R> = {
  kind: ChangeRow['kind']
  /** Fields that ask for its value; without them it is done at once. */
  fields?: (c: Context<App>, draft: AnyDraft) => Child | Promise<Child>
  /** Names of these fields. */
  takes?: string[]
  plan: (selected: Selected<R>, values: Values) => Promise<Acted | { errors: FieldErrors }>
}

type Selecting<R> = {
  /** Path of the list, and words for its rows. */
  path: string
  one: string
  many: string
  /** Names a row that is alone. */
  nameOf?: (row: R) => string
  /** The id of a row by what its box holds. */
  idOf?: (boxed: string) => string
  rowsOf: (c: Context<App>, ids: string[]) => Promise<R[]>
  /** Fields that select rows in place of ids, and those that say more about them. */
  whole?: { by: string[]; with: string[] }
  acts: Record<string, Act<R>>
  /** Answers with the list that is on screen. */
  answer: (c: Context<App>, toast: ToastProps, page: string) => Promise<Response>
}

type SelectedKind<S extends z.ZodObject> = Pick<Selecting<z.output<S> & Row>, 'nameOf' | 'acts' | 'answer'> & {
  kind: Kind
  /** The columns of a selected row that its acts look at. */
  schema: S
}

type Row = { id: string }

export const idsOf = (rows: Row[]) => rows.map(({ id }) => id)

/** Deletes rows. @param writes that go with it @param to says more: `, sessions kept` @param but which stay, and why */
export const deletes = <R extends Row>(
  kind: Kind,
  writes: (selected: Omit<Selected<R>, 'rows'>, rows: R[]) => D1PreparedStatement[] = ({ db, userId, now }, rows) => [
    setRows(db, kindEntry(kind).table, userId, idsOf(rows), { deleted_at: now.instant }, now.instant),
  ],
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

/** SQL of the organization that a row keeps beside a project: none where the project belongs to another. */
const organizationBeside = (userId: string, project: string | null) => part`
  iif(organization_id <> (${presentOrganizations(userId)} AND id = (
    SELECT organization_id FROM projects WHERE user_id = ${userId} AND id = ${project})), NULL, organization_id)`

/** Moves rows to a project or to none. */
export const moves = <R extends Row & { project_id: string | null }>(kind: Kind): Act<R> => ({
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
        : { done: 'Moved', to: ` to ${shortQuoted(project)}` }),
      touched: { [kindEntry(kind).table]: ids },
      writes: [setRows(db, kindEntry(kind).table, userId, ids, columns, now.instant)],
    }
  },
})

type Tagged = Row & { tags: string[] }

const tagErrors = ({ add_tags = '', remove_tags = '' }: Values) => {
  const [added, removed] = [Tags.safeParse(add_tags), Tags.safeParse(remove_tags)]
  if (!added.success) return { errors: { add_tags: added.error.issues.map(({ message }) => message) } }
  if (!removed.success) return { errors: { remove_tags: removed.error.issues.map(({ message }) => message) } }
  const edit = { add_tags: added.data, remove_tags: removed.data }
  return edit.add_tags.length + edit.remove_tags.length > 0
    ? edit
    : { errors: { add_tags: ['Enter a tag to add or to remove'] } }
}

/** Adds and removes tags; a row that would have too many is left out. */
export const tags = <R extends Tagged>(kind: Kind): Act<R> => ({
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

/** The date that a form chose: a word, or a date; undefined for neither. */
const dateOf = (text: string, today: string): string | null | undefined => {
  const days = new Map([
    ['today', today],
    ['tomorrow', addDays(today, 1)],
    ['next_week', addDays(today, 8 - isoWeekday(today))],
    ['none', null],
  ])
  return days.has(text) ? days.get(text) : isDate(text) ? text : undefined
}

/** Plans rows for a date, or for none. @param none word for that */
export const plans = <R extends Row>(
  none: string,
  plan: (selected: Omit<Selected<R>, 'rows'>, rows: R[], date: string | null) => Acted,
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

const nothing = (detail: string, again: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again })

/** Says which of the selected rows an act left alone. */
const leftText = (gone: number, same: number, why?: string) => [
  ...(same > 0 ? [`${same} unchanged${why ? `: ${why}` : ''}.`] : []),
  ...(gone > 0 ? [`${gone} no longer ${gone === 1 ? 'exists' : 'exist'}.`] : []),
]

type Outcome = { refused: FieldErrors | null }

/** `isStrict` refuses ids of no row. */
type Asked = { ids: string[]; values: Values; isWhole?: boolean; isStrict?: boolean }

/** Outcome of an act, in words too; `change` is null where nothing changed. */
type Done = { ids: string[]; unchanged: number; message: string; change: UndoableChange | null }

const doneJson = ({ ids, unchanged, message, change }: Done) => ({
  ...{ summary: change?.summary ?? message, changed: ids.length, unchanged, ids },
  ...{ seq: change?.seq ?? null, change_id: change?.id ?? null },
})

/** Errors by the paths of a program’s members. */
const inBody = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.entries(errors).map(([name, messages]) => [name.startsWith('ids.') ? name : `values.${name}`, messages]),
  )

const named = <T,>(acts: Record<string, T>, name: string) => (Object.hasOwn(acts, name) ? acts[name] : undefined)

/** `POST <path>/selected`: one act on many rows, with one Undo; `act` does it for a program. */
export const selectionRoutes = <R extends Row>({
  path: list,
  one,
  many,
  nameOf,
  idOf = (id) => id,
  rowsOf,
  whole,
  acts,
  answer,
}: Selecting<R>) => {
  const counted = (count: number) => plural(count, one, many)

  const ask = async (c: Context<App>, name: string, act: Act<R>, ids: string[], draft: AnyDraft) => {
    if (Object.keys(draft.errors).length > 0) c.status(422)
    const label = capitalized(name)
    const props = { act: name, label, children: await act.fields?.(c, draft) }
    if (wantsFragment(c)) return c.render(<AskInBar {...props} />)
    const title = ids.length > 0 ? `${label} ${counted(ids.length)}` : label
    const names = ids.length > 0 || !whole ? ['ids'] : [...whole.by, ...whole.with]
    const rows = names.flatMap((name) => submittedAll(c, name).map((value) => [name, value] as const))
    const page = { path: `${list}/selected`, rows, title, back: backUnlessBelow(c, list) }
    return c.render(<AskPage {...page} {...props} />, { title })
  }

  /** @param tell is told what is done before it is written, and adds to it; null where the act is refused */
  const run = async (
    c: Context<App>,
    act: Act<R>,
    { ids: given, values, isWhole = false, isStrict = false }: Asked,
    tell: (done: Done) => D1PreparedStatement[],
  ): Promise<FieldErrors | null> => {
    const { DB } = c.env
    const { user } = c.var
    const ids = [...new Set(given)]
    const outcome = await runUndoable<Outcome>(DB, user.id, async (instant) => {
      const rows = rowsOf(c, ids)
      const [acted, found] = await Promise.all([
        act.plan({ db: DB, userId: user.id, ids, rows, now: localNow(user, instant) }, values),
        rows,
      ])
      const there = new Set(idsOf(found))
      const gone = isWhole ? [] : ids.filter((id) => !there.has(id))
      if (isStrict && gone.length > 0) {
        return {
          refused: Object.fromEntries(gone.map((id) => [`ids.${given.indexOf(id)}`, [`You have no such ${one}`]])),
        }
      }
      if ('errors' in acted) return { refused: acted.errors }
      const { ids: changed, done, to = '', why, also = () => [], ...writes } = acted
      const only = changed.length === 1 && found.find(({ id }) => id === changed[0])
      const summary = `${done} ${only && nameOf ? nameOf(only) : counted(changed.length)}${to}`
      const unchanged = found.length - changed.length
      const left = leftText(gone.length, unchanged, why)
      const first = changed.length > 0 ? `${summary}${left.length > 0 ? '.' : ''}` : 'Nothing changed.'
      const told = { ids: changed, unchanged, message: [first, ...left].join(' ') }
      if (changed.length > 0) {
        return {
          kind: act.kind,
          summary,
          ...writes,
          also: (change) => [...also(change), ...tell({ ...told, change })],
        }
      }
      tell({ ...told, change: null })
      return { refused: null }
    })
    return 'refused' in outcome ? outcome.refused : null
  }

  /** Does an act and answers it. @param refuse answers errors of its values */
  const respondTo = async <E extends App>(
    here: Context<E>,
    act: Act<R>,
    asked: Asked,
    refuse: (errors: FieldErrors) => Response | Promise<Response>,
  ) => {
    const c = appContext(here)
    const toast: ToastProps = { message: '' }
    const respond = fragmentsWith(c, () => answer(c, toast, backUnlessBelow(c, list)))
    const errors = await run(c, act, asked, ({ message, change }) => {
      Object.assign(toast, { message, undo: change ? changeUndoPath(change.id) : undefined })
      return []
    })
    return errors ? refuse(errors) : respond()
  }

  const routes = new Hono<App>().post('/selected', async (c) => {
    const values = submittedText(c)
    const isWhole = whole?.by.some((field) => values[field]) ?? false
    const ids = isWhole ? [] : checkSelection(submittedAll(c, 'ids')).map(idOf)
    const name = values.act ?? ''
    const act = named(acts, name)
    if (!act) throw nothing('Choose what to do with the selection.', list)
    if (ids.length === 0 && !isWhole) throw nothing(`Select the ${many} first.`, list)
    if (act.fields && values.typed !== name) return ask(c, name, act, ids, { values, errors: {} })
    return respondTo(c, act, { ids, values, isWhole }, (errors) => ask(c, name, act, ids, { values, errors }))
  })

  const act = async (c: Context<Once>, name: string, ids: string[], values: Values) => {
    const found = named(acts, name)
    if (!found) throw invalidFields({ act: [`Choose one of these: ${Object.keys(acts).join(', ')}`] })
    const unknown = Object.keys(values).filter((value) => !found.takes?.includes(value))
    const errors = unknown.length > 0 && Object.fromEntries(unknown.map((value) => [value, ['Unknown field']]))
    const answer: { json?: ReturnType<typeof doneJson> } = {}
    const refused =
      errors ||
      (await run(appContext(c), found, { ids, values, isStrict: true }, (done) => {
        answer.json = doneJson(done)
        return c.var.claim(done.change?.id ?? '', answer.json)
      }))
    if (refused) throw invalidFields(inBody(refused))
    return answer.json
  }

  return { routes, act, acts, respondTo }
}

/** `selectionRoutes` of a kind with a table. */
export const selectedRoutes = <S extends z.ZodObject>({ kind, schema, ...more }: SelectedKind<S>) => {
  const { table, one, many, path } = kindEntry(kind)
  return selectionRoutes<z.output<S> & Row>({
    path: path('', null).replace(/\/$/, ''),
    one: one.toLowerCase(),
    many: many.toLowerCase(),
    rowsOf: ({ env: { DB }, var: { user } }, ids) =>
      rowsAs(
        schema as unknown as RowSchema<z.output<S> & Row>,
        sql(DB)`
        SELECT ${columnsOf(table, schema)} FROM ${constant(table)}
        WHERE user_id = ${user.id} AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    ...more,
  })
}

const OfFields = z.object({ id: z.string(), tags: textsColumn, project_id: z.string().nullable() })
type OfFields = z.output<typeof OfFields>

const actsOfFields = { tag: tags<OfFields>, move: moves<OfFields>, delete: deletes<OfFields> }

type Listing = { pages: { listChanged: Selecting<OfFields>['answer'] }; routes: Hono<App> }

/** `selectedRoutes` of a kind with the acts that its fields allow, before its other routes. @param more in place of these */
export const selectedKind = (
  { kind, acts }: Pick<PlainKind, 'kind' | 'acts'>,
  { pages, routes }: Listing,
  more: Record<string, Act<OfFields>> = {},
) => {
  const columns = { tags: acts.includes('tag') || undefined, project_id: acts.includes('move') || undefined }
  const selected = selectedRoutes({
    kind,
    schema: OfFields.pick({ id: true, ...columns } as { id: true; tags: true; project_id: true }),
    answer: pages.listChanged,
    acts: { ...Object.fromEntries(acts.map((act) => [act, actsOfFields[act](kind)])), ...more },
  })
  return { ...selected, routes: new Hono<App>().route('/', selected.routes).route('/', routes) }
}
