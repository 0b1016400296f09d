import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { type AppDraft, EditApp, EditingApp, NewApp } from '../../../views/admin/apps/form'
import { AppList, AppsPage } from '../../../views/admin/apps/page'
import { appPath, appsPath } from '../../../views/admin/apps/paths'
import { AppItem } from '../../../views/admin/apps/row'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import { type Difference, differences } from '../../lib/conflict'
import type { App } from '../../lib/env'
import { submittedText } from '../../lib/form'
import { cameFrom, flash, wantsFragment } from '../../lib/page'
import { answerStale } from '../../lib/stale'
import { defaultsPage } from './list'
import * as q from './queries'
import { type AppValues, DefaultsView, type StoredApp } from './schema'
import { described } from './words'

const listTitle = 'Default apps'
export const newTitle = 'Add an app'
export const editTitle = 'Edit an app'

const readerOf = <E extends App>(c: Context<E>) => ({ user: c.var.user, now: Date.now() })

/** The list as it is asked for. */
export const renderList = async <E extends App>(c: Context<E>, view: DefaultsView, told?: Child) =>
  c.render(<AppsPage {...(await defaultsPage(c.env.DB, view))} {...readerOf(c)} told={told} />, { title: listTitle })

/** The view of the list from which a form was sent; the whole list where it stood on a page of its own. */
const viewHere = <E extends App>(c: Context<E>) => {
  const here = new URL(cameFrom(c, appsPath()), c.req.url)
  const isList = here.pathname === appsPath()
  return {
    isList,
    path: isList ? here.pathname + here.search : appsPath(),
    view: DefaultsView.parse(isList ? Object.fromEntries(here.searchParams) : {}),
  }
}

type Told = { toast?: ToastProps; more?: Child; told?: Child }

/** After a write that moves apps: the list, save what is being edited in it; or the page of the list. */
export const listChanged = async <E extends App>(c: Context<E>, { toast, more, told }: Told) => {
  const { isList, path, view } = viewHere(c)
  if (!wantsFragment(c)) {
    if (told) return renderList(c, view, told)
    if (toast) flash(c, toast)
    return c.redirect(path, 303)
  }
  return c.render(
    <>
      {more}
      {isList && <AppList {...(await defaultsPage(c.env.DB, view))} {...readerOf(c)} told={told} oob />}
      {toast && <ToastPart {...toast} />}
    </>,
  )
}

/** An app's row in place of what was there. */
export const rowPart = async <E extends App>(c: Context<E>, app: StoredApp, toast?: ToastProps) => {
  const [listed] = await q.withAdmins(c.env.DB, [app])
  return c.render(
    <>
      {listed && <AppItem app={listed} {...readerOf(c)} />}
      {toast && <ToastPart {...toast} />}
    </>,
  )
}

/** After an edit or a tap: the app's row, or the page of the list. */
export const appChanged = async <E extends App>(c: Context<E>, packageName: string, toast: ToastProps) => {
  if (!wantsFragment(c)) return listChanged(c, { toast })
  const app = await q.appNamed(c.env.DB, packageName)
  return app ? rowPart(c, app, toast) : listChanged(c, { toast })
}

const choices = <E extends App>(c: Context<E>) => q.categories(c.env.DB, 100)

/** The form of a new app; again, with messages next to its fields, when the input was invalid. */
export const newForm = async <E extends App>(c: Context<E>, draft?: AppDraft) => (
  <NewApp draft={draft} categories={await choices(c)} inPlace={wantsFragment(c)} />
)

/** The form of an app that is there, or was. */
export const editForm = async <E extends App>(
  c: Context<E>,
  app: AppValues & { package_name: string; seq: number | null },
  draft?: AppDraft,
) => <EditApp app={app} draft={draft} categories={await choices(c)} inPlace={wantsFragment(c)} />

/** An edit of an app that was deleted meanwhile: 409, with all that was typed, to be added anew. */
export const answerGone = async <E extends App>(c: Context<E>, app: AppValues & { package_name: string }) => {
  c.status(409)
  const gone = 'The app was deleted meanwhile. Saving adds it again, as it stands here.'
  const draft = { values: { ...(await submittedText(c)), seq: '' }, errors: { seq: [gone] } }
  return c.render(await editForm(c, { ...app, seq: null }, draft), { title: editTitle, heading: true })
}

/** A write that knew another version: 409, with what was wanted and what is saved. */
export const staleApp = <E extends App>(c: Context<E>, saved: StoredApp, fields: Difference[], action: string) =>
  answerStale(c, {
    what: 'app',
    title: `Edit ${saved.label}`,
    page: appPath(saved.package_name),
    action,
    saved,
    fields,
    row: (conflict) => <EditingApp app={saved}>{conflict}</EditingApp>,
  })

/** In what a wanted default differs from the saved one. */
export const differencesOf = (wanted: AppValues, saved: StoredApp) => differences<AppValues>(wanted, saved, described)
