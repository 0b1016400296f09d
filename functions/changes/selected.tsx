import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ActionBarFields, ActionFieldsPage } from '../../views/changes/selected'
import type { ToastProps } from '../../views/ui/toast'
import type { Once } from '../lib/api/once'
import { fieldsProblem } from '../lib/api/request'
import { constant, type RowSchema, rowsAs, sql, textsColumn } from '../lib/db/sql'
import { type App, appContext, localNow } from '../lib/env'
import { parseDateFields } from '../lib/http/date-fields'
import { type AnyDraft, submittedAll, submittedText } from '../lib/http/form'
import { undoPath } from '../lib/http/path-to'
import { ProblemError } from '../lib/http/problem'
import { pathUnlessBelow, prefetchFragments, wantsFragment } from '../lib/http/respond'
import { checkSelection } from '../lib/http/selection'
import { type Kind, kindEntry } from '../lib/kinds'
import type { PlainKind } from '../lib/resource/kind'
import type { FieldErrors } from '../lib/resource/resource'
import { columnsOf } from '../lib/resource/row-reads'
import { plural } from '../lib/text/format'
import { capitalize } from '../lib/text/text'
import { type Act, type ActPlan, deleteAct, idsOf, moveAct, type SelectedRow, tagAct, type Values } from './acts'
import { runUndoable, type UndoableChange } from './run'

type Selecting<R> = {
  /** Path of the list, and its words for one row and for many. */
  path: string
  one: string
  many: string
  /** Name for the message if only one row changes. */
  nameOf?: (row: R) => string
  /** Converts the value of a row's checkbox to the row's id. */
  idOf?: (boxed: string) => string
  rowsOf: (c: Context<App>, ids: string[]) => Promise<R[]>
  /** Selects a list without listing ids: `by` are the fields that select it, `with` the fields that narrow it. */
  whole?: { by: string[]; with: string[] }
  acts: Record<string, Act<R>>
  /** Responds with the updated list. */
  answer: (c: Context<App>, toast: ToastProps, page: string) => Promise<Response>
}

type SelectedKind<S extends z.ZodObject> = Pick<Selecting<z.output<S> & SelectedRow>, 'nameOf' | 'acts' | 'answer'> & {
  kind: Kind
  /** Schema of the columns that the acts need. */
  schema: S
}

const nothing = (detail: string, again: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again })

/** Sentences about the selected rows that an act did not change. */
const leftText = (gone: number, same: number, why?: string) => [
  ...(same > 0 ? [`${same} unchanged${why ? `: ${why}` : ''}.`] : []),
  ...(gone > 0 ? [`${gone} no longer ${gone === 1 ? 'exists' : 'exist'}.`] : []),
]

type Outcome = { refused: FieldErrors | null }

/** `isStrict` refuses ids that match no row. */
type Asked = { ids: string[]; values: Values; isWhole?: boolean; isStrict?: boolean }

/** Outcome of an act, with its message. `change` is null if nothing changed. */
type Done = { ids: string[]; unchanged: number; message: string; change: UndoableChange | null }

const doneJson = ({ ids, unchanged, message, change }: Done) => ({
  summary: change?.summary ?? message,
  changed: ids.length,
  unchanged,
  ids,
  seq: change?.seq ?? null,
  change_id: change?.id ?? null,
})

/** Prefixes the names of fields with their path in the JSON body of a program. */
const inBody = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.entries(errors).map(([name, messages]) => [name.startsWith('ids.') ? name : `values.${name}`, messages]),
  )

const named = <T,>(acts: Record<string, T>, name: string) => (Object.hasOwn(acts, name) ? acts[name] : undefined)

/** Summary and message of an act. The message also mentions selected rows that the act left unchanged. */
const wordsOf = <R extends SelectedRow>(
  { one, many, nameOf }: Selecting<R>,
  acted: ActPlan,
  found: R[],
  gone: number,
) => {
  const { ids, done, to = '', why } = acted
  const only = ids.length === 1 && found.find(({ id }) => id === ids[0])
  const summary = `${done} ${only && nameOf ? nameOf(only) : plural(ids.length, one, many)}${to}`
  const left = leftText(gone, found.length - ids.length, why)
  const first = ids.length > 0 ? `${summary}${left.length > 0 ? '.' : ''}` : 'Nothing changed.'
  return { summary, message: [first, ...left].join(' ') }
}

/**
 * Plans and commits an act.
 * @param tell gets the outcome before the commit and may return more writes
 * @returns errors if the act is refused
 */
const run = async <R extends SelectedRow>(
  selecting: Selecting<R>,
  c: Context<App>,
  act: Act<R>,
  { ids: given, values, isWhole = false, isStrict = false }: Asked,
  tell: (done: Done) => D1PreparedStatement[],
): Promise<FieldErrors | null> => {
  const { DB } = c.env
  const { user } = c.var
  const ids = [...new Set(given)]
  const outcome = await runUndoable<Outcome>(DB, user.id, async (instant) => {
    const rows = selecting.rowsOf(c, ids)
    const [acted, found] = await Promise.all([
      act.plan({ db: DB, userId: user.id, ids, rows, now: localNow(user, instant) }, values),
      rows,
    ])
    const there = new Set(idsOf(found))
    const gone = isWhole ? [] : ids.filter((id) => !there.has(id))
    if (isStrict && gone.length > 0) {
      const error = [`You have no such ${selecting.one}`]
      return { refused: Object.fromEntries(gone.map((id) => [`ids.${given.indexOf(id)}`, error])) }
    }
    if ('errors' in acted) return { refused: acted.errors }
    const { summary, message } = wordsOf(selecting, acted, found, gone.length)
    const { ids: changed, done: _done, to: _to, why: _why, also = () => [], ...writes } = acted
    const told = { ids: changed, unchanged: found.length - changed.length, message }
    if (changed.length > 0) {
      return { kind: act.kind, summary, ...writes, also: (change) => [...also(change), ...tell({ ...told, change })] }
    }
    tell({ ...told, change: null })
    return { refused: null }
  })
  return 'refused' in outcome ? outcome.refused : null
}

/** Asks for the value of an act, in the selection bar or on a page. */
const ask = async <R extends SelectedRow>(
  { path: list, one, many, whole, acts }: Selecting<R>,
  c: Context<App>,
  name: string,
  ids: string[],
  draft: AnyDraft,
) => {
  if (Object.keys(draft.errors).length > 0) c.status(422)
  const label = capitalize(name)
  const props = { act: name, label, children: await acts[name]?.fields?.(c, draft) }
  if (wantsFragment(c)) return c.render(<ActionBarFields {...props} />)
  const title = ids.length > 0 ? `${label} ${plural(ids.length, one, many)}` : label
  const names = ids.length > 0 || !whole ? ['ids'] : [...whole.by, ...whole.with]
  const rows = names.flatMap((name) => submittedAll(c, name).map((value) => [name, value] as const))
  const page = { path: `${list}/selected`, rows, title, back: pathUnlessBelow(c, list) }
  return c.render(<ActionFieldsPage {...page} {...props} />, { title })
}

/** `POST <path>/selected`: runs one act on many rows, with one Undo. `act` runs it for a program. */
export const selectionRoutes = <R extends SelectedRow>(selecting: Selecting<R>) => {
  const { path: list, many, idOf = (id) => id, whole, acts, answer } = selecting

  /** Runs an act and responds. @param refuse responds to invalid values */
  const respondTo = async <E extends App>(
    here: Context<E>,
    act: Act<R>,
    asked: Asked,
    refuse: (errors: FieldErrors) => Response | Promise<Response>,
  ) => {
    const c = appContext(here)
    const toast: ToastProps = { message: '' }
    const respond = prefetchFragments(c, () => answer(c, toast, pathUnlessBelow(c, list)))
    const errors = await run(selecting, c, act, asked, ({ message, change }) => {
      Object.assign(toast, { message, undo: change ? undoPath(change.id) : undefined })
      return []
    })
    return errors ? refuse(errors) : respond()
  }

  const routes = new Hono<App>().post('/selected', async (c) => {
    const values = parseDateFields(c, submittedText(c), (name) => (name === 'date' ? false : undefined))
    const isWhole = whole?.by.some((field) => values[field]) ?? false
    const ids = isWhole ? [] : checkSelection(submittedAll(c, 'ids')).map(idOf)
    const name = values.act ?? ''
    const act = named(acts, name)
    if (!act) throw nothing('Choose what to do with the selection.', list)
    if (ids.length === 0 && !isWhole) throw nothing(`Select the ${many} first.`, list)
    if (act.fields && values.typed !== name) return ask(selecting, c, name, ids, { values, errors: {} })
    return respondTo(c, act, { ids, values, isWhole }, (errors) => ask(selecting, c, name, ids, { values, errors }))
  })

  const act = async (c: Context<Once>, name: string, ids: string[], values: Values) => {
    const found = named(acts, name)
    if (!found) throw fieldsProblem({ act: [`Choose one of these: ${Object.keys(acts).join(', ')}`] })
    const unknown = Object.keys(values).filter((value) => !found.takes?.includes(value))
    const errors = unknown.length > 0 && Object.fromEntries(unknown.map((value) => [value, ['Unknown field']]))
    const answer: { json?: ReturnType<typeof doneJson> } = {}
    const refused =
      errors ||
      (await run(selecting, appContext(c), found, { ids, values, isStrict: true }, (done) => {
        answer.json = doneJson(done)
        return c.var.claim(done.change?.id ?? '', answer.json)
      }))
    if (refused) throw fieldsProblem(inBody(refused))
    return answer.json
  }

  return { routes, act, acts, respondTo }
}

/** `selectionRoutes` for a kind that has a table. */
export const selectedRoutes = <S extends z.ZodObject>({ kind, schema, ...more }: SelectedKind<S>) => {
  const { table, one, many, path } = kindEntry(kind)
  return selectionRoutes<z.output<S> & SelectedRow>({
    path: path('', null).replace(/\/$/, ''),
    one: one.toLowerCase(),
    many: many.toLowerCase(),
    rowsOf: ({ env: { DB }, var: { user } }, ids) =>
      rowsAs(
        schema as unknown as RowSchema<z.output<S> & SelectedRow>,
        sql(DB)`
        SELECT ${columnsOf(table, schema)} FROM ${constant(table)}
        WHERE user_id = ${user.id} AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    ...more,
  })
}

const OfFields = z.object({ id: z.string(), tags: textsColumn, project_id: z.string().nullable() })
type OfFields = z.output<typeof OfFields>

const actsOfFields = { tag: tagAct<OfFields>, move: moveAct<OfFields>, delete: deleteAct<OfFields> }

type Listing = { pages: { listChanged: Selecting<OfFields>['answer'] }; routes: Hono<App> }

/** `selectedRoutes` of a kind, with the acts that its fields allow. @param more acts to add or replace */
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
