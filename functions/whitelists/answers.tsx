import type { Context } from 'hono'
import { AppCount } from '../../views/shell/navigation'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import { AppsContent } from '../../views/whitelists/page'
import { whitelistHead } from '../app-rules/version'
import type { App } from '../lib/env'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { AppsQuery, appsPath } from './list/view'
import { appsPageData } from './page-data'

export const whitelistsPath = '/whitelists'

export const undoPath = (changeId: string) => `${whitelistsPath}/changes/${changeId}/undo`

const isHere = <E extends App>(c: Context<E>) =>
  new URL(cameFrom(c, whitelistsPath), c.req.url).pathname === whitelistsPath

/** Query of the page of apps on screen; the default one elsewhere. */
const viewHere = <E extends App>(c: Context<E>) => {
  const here = new URL(cameFrom(c, whitelistsPath), c.req.url)
  return AppsQuery.parse(isHere(c) ? Object.fromEntries(here.searchParams) : {})
}

const pageNow = async <E extends App>(c: Context<E>) => {
  const { DB } = c.env
  const head = await whitelistHead(DB, c.var.user.id)
  return appsPageData(DB, c.var.user, head, viewHere(c), Date.now())
}

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
 * Answers a write of one's own rules: htmx gets the whole page of apps, to be morphed, with the toast; on other pages a
 * reload.
 * @param untick clears the selection, which otherwise stays
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
      {/* A morph keeps the ticks of rows. Emptied first, the rows are new and unticked. */}
      {untick && <hx-partial hx-target="#app-rows" hx-swap="innerHTML" />}
      <hx-partial hx-target="#apps" hx-swap="outerMorph">
        <AppsContent {...view} />
      </hx-partial>
      <AppCount newApps={view.seen.count} oob />
      <ToastPart {...toast} />
    </>,
  )
}
