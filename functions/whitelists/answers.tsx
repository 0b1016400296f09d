import type { Context } from 'hono'
import { AppCount } from '../../views/shell/navigation'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import { AppsContent } from '../../views/whitelists/page'
import { whitelistHead } from '../app-rules/version'
import type { App } from '../lib/env'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { AppsQuery, appsPath } from './list/view'
import { appsPageData } from './page-data'

/** Where the page stands. */
export const whitelistsPath = '/whitelists'

/** The path whose POST takes a change of one's own rules back. */
export const undoPath = (changeId: string) => `${whitelistsPath}/changes/${changeId}/undo`

const isHere = <E extends App>(c: Context<E>) =>
  new URL(cameFrom(c, whitelistsPath), c.req.url).pathname === whitelistsPath

/** The list as it is looked at where htmx asked, or from where a form was sent; from its top where that is elsewhere. */
const viewHere = <E extends App>(c: Context<E>) => {
  const here = new URL(cameFrom(c, whitelistsPath), c.req.url)
  return AppsQuery.parse(isHere(c) ? Object.fromEntries(here.searchParams) : {})
}

/** The page as it is looked at and stands now. */
const pageNow = async <E extends App>(c: Context<E>) => {
  const { DB } = c.env
  const head = await whitelistHead(DB, c.var.user.id)
  return appsPageData(DB, c.var.user, head, viewHere(c), Date.now())
}

/** All of the page as it stands now, for htmx to put in its place, and the count beside its name. */
export const appsNow = async <E extends App>(c: Context<E>) => {
  const view = await pageNow(c)
  return (
    <>
      <AppsContent {...view} />
      {wantsFragment(c) && <AppCount newApps={view.seen.count} oob />}
    </>
  )
}

/**
 * After a write of one's own rules: the page of apps, with what came of it. To htmx it is a part that goes where it
 * belongs by itself, whatever the form's own target is; elsewhere than on that page, the page there anew.
 * @param untick whether no app is ticked any more: else what is ticked stays so
 */
export const appsChanged = async <E extends App>(
  c: Context<E>,
  toast: ToastProps,
  { status = 200, untick = false }: { status?: 200 | 409; untick?: boolean } = {},
) => {
  if (!wantsFragment(c)) {
    flash(c, toast)
    return c.redirect(appsPath(viewHere(c)), 303)
  }
  if (!isHere(c)) {
    flash(c, toast)
    return c.body(null, 204, { 'HX-Redirect': cameFrom(c, whitelistsPath) })
  }
  const view = await pageNow(c)
  c.status(status)
  return c.render(
    <>
      {/* Rows that are made anew have no ticks; those that are morphed keep theirs. */}
      {untick && <hx-partial hx-target="#app-rows" hx-swap="innerHTML" />}
      <hx-partial hx-target="#apps" hx-swap="outerMorph">
        <AppsContent {...view} />
      </hx-partial>
      <AppCount newApps={view.seen.count} oob />
      <ToastPart {...toast} />
    </>,
  )
}
