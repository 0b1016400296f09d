import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { EditingRow, Editor, NewRowForm } from '../../../views/ui/form'
import { linkedMessage, type ToastProps } from '../../../views/ui/toast'
import { type App, appContext, todayOf } from '../env'
import type { AnyDraft } from '../http/form'
import { notify, previousPath, regionOnScreen, respond, wantsFragment } from '../http/respond'
import { capitalize } from '../text/text'
import type { Resource, ResourceRow } from './resource'
import { type CompletedWrite, type Pages, type RowPages, resourcePages } from './resource-pages'

type ListAnswer = {
  /** Path of the list page. It is also the name of its region. */
  path: string
  toast: ToastProps
  page: string
  list: (search: URLSearchParams) => Child | Promise<Child>
  /** More fragments besides the list. */
  more?: Child
}

/** Responds to a write with the list, if it is on the current page. Other pages reload. */
export const respondWithList = <E extends App>(c: Context<E>, { path, toast, page, list, more }: ListAnswer) =>
  respond(c, {
    toast,
    page,
    fragments: async () => {
      const search = regionOnScreen(c, path)
      if (search) return [more, await list(search)]
      notify(c, 'rows-changed')
      return more
    },
  })

/** Props for the form fields. Without a row, the form adds one. */
export type FieldsProps<R> = { row?: R; draft?: AnyDraft; idPrefix: string }

type Listed<R extends ResourceRow> = {
  /**
   * Noun of the resource. A row has the element id `<name>-<id>`, a new row's form opens in `new-<name>` (hyphenated).
   */
  name: string
  path: `/${string}`
  titleOf: (row: R) => string
  /** Form fields: with submitted values, else stored values, else values of a new row. */
  fields: (c: Context<App>, props: FieldsProps<R>) => Child | Promise<Child>
  item: (row: R, c: Context<App>) => Child
  /** The list at `path?search`, for an out-of-band swap. */
  list: (c: Context<App>, search: URLSearchParams) => Child | Promise<Child>
  /** Page of a row, and target of edits without script. Without it, a row's path leads to its place in the list. */
  page?: (c: Context<App>, row: R) => Child | Promise<Child>
  /** Head of that page with fields to edit in place (`KindHead`). It is the response to such edits. */
  head?: (c: Context<App>, row: R) => Child | Promise<Child>
  headOnScreen?: (c: Context<App>, id: string) => Promise<Child>
  /** Path of the list page that contains the row, if not the first page. */
  placeOf?: (row: R) => string
  inPlace?: RowPages<R>['inPlace']
  /** Message instead of the default one. */
  messageOf?: (done: CompletedWrite<R>, today: string) => string | undefined
}

/** Verbs for messages about a row. */
export const verbs = { add: 'added', edit: 'saved', delete: 'deleted', restore: 'restored' } as const

/** Path of the Undo of a write. */
export const writeUndoPath = (
  path: string,
  { action, id, undo }: Pick<CompletedWrite<never>, 'action' | 'id' | 'undo'>,
) =>
  action === 'add' ? { undo: `${path}/${id}/delete` } : action === 'delete' ? { undo: `${path}/${id}/restore` } : undo

/** Pages for a kind whose rows are added and edited in a single list. */
export const inListPages = <R extends ResourceRow>({
  name,
  path,
  titleOf,
  fields,
  item,
  list,
  page,
  head,
  headOnScreen,
  placeOf,
  inPlace,
  messageOf,
}: Listed<R>) => {
  const idName = name.replaceAll(' ', '-')
  const rowId = ({ id }: R) => `${idName}-${id}`
  const hrefOf = ({ id }: Pick<R, 'id'>) => `${path}/${id}`

  const listChanged = <E extends App>(c: Context<E>, toast: ToastProps, page: string = path, more?: Child) =>
    respondWithList(c, { path, toast, page, more, list: (search) => list(appContext(c), search) })

  return {
    titleOf,
    hrefOf,
    inPlace,
    listChanged,

    newForm: async (c: Context<App>, draft?: AnyDraft) => (
      <NewRowForm
        label={`New ${name}`}
        url={path}
        add={`Add ${name}`}
        target={wantsFragment(c) ? `#new-${idName}` : undefined}
      >
        {await fields(c, { draft, idPrefix: `new-${idName}` })}
      </NewRowForm>
    ),

    editForm: async (c: Context<App>, row: R, draft?: AnyDraft) => (
      <Editor
        label={`Edit ${titleOf(row)}`}
        url={hrefOf(row)}
        cancel={path}
        seq={draft?.values.seq ?? row.seq}
        seqErrors={draft?.errors.seq}
        rowId={wantsFragment(c) ? rowId(row) : undefined}
      >
        {await fields(c, { row, draft, idPrefix: rowId(row) })}
      </Editor>
    ),

    editingRow: (row: R, content: Child) => <EditingRow id={rowId(row)}>{content}</EditingRow>,

    show: async (c: Context<App>, row: R) => {
      if (wantsFragment(c)) return c.render((await headOnScreen?.(c, row.id)) || item(row, c))
      return page
        ? c.render(await Promise.all([head?.(c, row), page(c, row)]), { title: titleOf(row) })
        : c.redirect(`${placeOf?.(row) ?? path}#${rowId(row)}`, 303)
    },

    answer: async (c: Context<App>, done: CompletedWrite<R>) => {
      const { action, id, toast, values } = done
      const message = messageOf?.(done, todayOf(c)) ?? `${capitalize(name)} ${verbs[action]}`
      const words =
        action === 'add' && page && values ? linkedMessage(message, hrefOf(done), titleOf(values)) : { message }
      const next = action === 'restore' ? previousPath(c, path) : action === 'edit' && page ? `${path}/${id}` : path
      const emptyForm = action === 'add' && <div id={`new-${idName}`} hx-swap-oob="true" />
      const more = emptyForm || (await headOnScreen?.(c, id))
      return listChanged(c, { ...words, ...writeUndoPath(path, done), ...toast }, next, more)
    },
  }
}

type ListedPages<R extends ResourceRow, New extends object, P> = Omit<Listed<R>, 'name' | 'list'> &
  Pick<Pages<R, New>, 'create' | 'edit' | 'described' | 'restoreRefused'> & {
    title: string
    /** The whole page updates after writes elsewhere. Otherwise only its list does (views/ui/listing.tsx). */
    follows?: boolean
    /** Reads the list for a page's query. */
    read: (c: Context<App>, query: Record<string, string>) => Promise<P>
    view: (page: P) => Child
    /** The list of the page, for an out-of-band swap. */
    list: (page: P) => Child
    /** Replaces the form of a new row. `added`, `edited`: response to a write; null for the default response. */
    newForm?: Pages<R, New>['newForm']
    /** Replace the defaults for a kind with several lists. */
    show?: Pages<R, New>['show']
    answer?: Pages<R, New>['answer']
    added?: (
      c: Context<App>,
      done: CompletedWrite<R>,
      list: (search: URLSearchParams) => Promise<Child>,
    ) => Promise<Response | null>
    edited?: (c: Context<App>, done: CompletedWrite<R>) => Promise<Response | null>
  }

/** Pages and routes of a kind with a list in which rows are added and edited. */
export const listedPages = <R extends ResourceRow, New extends object, P>(
  resource: Resource<R, New>,
  { title, follows, read, view, list, ...kind }: ListedPages<R, New, P>,
) => {
  const { create, edit, described, restoreRefused, newForm, added, edited, show, answer } = kind
  const listOf = async (c: Context<App>, search: URLSearchParams) => list(await read(c, Object.fromEntries(search)))
  const isOnScreen = (c: Context<App>, id: string) => Boolean(kind.head && regionOnScreen(c, `${kind.path}/${id}`))
  const headOnScreen = async (c: Context<App>, id: string) => {
    const row = isOnScreen(c, id) && (await resource.find(c.env.DB, c.var.user.id, id, c))
    return (
      row && (
        <hx-partial hx-target={`#${resource.name.replaceAll(' ', '-')}-${id}-page`} hx-swap="outerMorph">
          {await kind.head?.(c, row)}
        </hx-partial>
      )
    )
  }
  const inList = inListPages<R>({ ...kind, name: resource.name, list: listOf, headOnScreen })
  const pages = {
    ...inList,
    create,
    edit,
    described,
    restoreRefused,
    newForm: newForm ?? inList.newForm,
    show: show ?? inList.show,
    answer: async (c: Context<App>, done: CompletedWrite<R>) =>
      (done.action === 'add' && (await added?.(c, done, (search) => listOf(c, search)))) ||
      (done.action === 'edit' && !isOnScreen(c, done.id) && (await edited?.(c, done))) ||
      (answer ?? inList.answer)(c, done),
  }
  return {
    pages,
    routes: new Hono<App>()
      .get('/', async (c) => c.render(view(await read(c, c.req.query())), { title, follows }))
      .route('/', resourcePages(resource, pages)),
  }
}
