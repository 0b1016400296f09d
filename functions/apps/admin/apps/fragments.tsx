import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import {
  type AppDraft,
  AppList,
  AppsPage,
  EditApp,
  EditedName,
  NewApp as NewAppForm,
} from '../../../../views/apps/admin/apps/page'
import { appId, appPath, appsPath } from '../../../../views/apps/admin/apps/row'
import { EditingRow } from '../../../../views/ui/form'
import type { ToastProps } from '../../../../views/ui/toast'
import type { App } from '../../../lib/env'
import type { Difference } from '../../../lib/http/conflict'
import { answerStale, submittedText } from '../../../lib/http/form'
import { undoPath } from '../../../lib/http/path-to'
import { pageOnScreen, regionOnScreen, respond, wantsFragment } from '../../../lib/http/respond'
import type { AppQuestion } from '../../app-rules/find-app'
import * as q from './queries'
import { defaultsPage } from './queries'
import { type AppValues, DefaultsView, type StoredApp } from './schema'

export const listTitle = 'App defaults'
export const newTitle = 'Add an app'
export const editTitle = 'Edit an app'

export const defaultsUndoPath = (changeId: string) => undoPath('admin.apps', changeId)

export const readerOf = (c: Context<App>) => ({ user: c.var.user, now: Date.now() })

export const listPage = async (c: Context<App>, view: DefaultsView, notice?: Child) => (
  <AppsPage {...(await defaultsPage(c.env.DB, view))} {...readerOf(c)} notice={notice} />
)

type Changed = {
  toast: ToastProps
  more?: Child
  /** Page to redirect to without JavaScript. */
  next?: string
  /** Notice above the list; without JavaScript it replaces the toast. */
  notice?: Child
}

/** Responds to a write of defaults with the changed list, except for rows being edited. */
export const respondListChanged = async (c: Context<App>, { toast, more, next, notice }: Changed) => {
  const page = pageOnScreen(c)
  const isList = page?.pathname === appsPath()
  if (notice && !wantsFragment(c)) {
    const view = DefaultsView.parse(isList ? Object.fromEntries(page.searchParams) : {})
    return c.render(await listPage(c, view, notice), { title: listTitle })
  }
  const shown = regionOnScreen(c, appsPath())
  return respond(c, {
    toast,
    page: next ?? (isList ? page.pathname + page.search : appsPath()),
    fragments: async () => (
      <>
        {more}
        {shown && (
          <AppList
            {...(await defaultsPage(c.env.DB, DefaultsView.parse(Object.fromEntries(shown))))}
            {...readerOf(c)}
            notice={notice}
            oob
          />
        )}
      </>
    ),
  })
}

type NewApp = { draft?: AppDraft; question?: AppQuestion; values?: Partial<AppValues> }

export const newForm = async (c: Context<App>, props: NewApp = {}) => (
  <NewAppForm {...props} categories={await q.categories(c.env.DB)} inPlace={wantsFragment(c)} />
)

type Edited = AppValues & { package_name: string; seq: number | null }

export const editForm = async (c: Context<App>, app: Edited, draft?: AppDraft) => (
  <EditApp app={app} draft={draft} categories={await q.categories(c.env.DB)} inPlace={wantsFragment(c)} />
)

/** Responds to the edit of a deleted app: 409 with everything that was typed. Saving adds the app again. */
export const respondAppGone = async (c: Context<App>, app: Omit<Edited, 'seq'>) => {
  c.status(409)
  const gone = 'The app was deleted while you were editing. Save to add it again with these values.'
  const draft = { values: { ...submittedText(c), seq: '' }, errors: { seq: [gone] } }
  return c.render(await editForm(c, { ...app, seq: null }, draft), { title: editTitle, heading: true })
}

export const staleApp = (c: Context<App>, saved: StoredApp, fields: Difference[]) =>
  answerStale(c, {
    what: 'app',
    title: `Edit ${saved.label}`,
    page: appPath(saved.package_name),
    action: c.req.path,
    saved,
    fields,
    row: (conflict) => (
      <EditingRow id={appId(saved.package_name)}>
        <EditedName {...saved} />
        {conflict}
      </EditingRow>
    ),
  })
