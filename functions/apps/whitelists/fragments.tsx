import type { Context } from 'hono'
import { AppsContent } from '../../../views/apps/whitelists/page'
import { AppCount } from '../../../views/frame/shell/navigation'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import { type App, personHead } from '../../lib/env'
import { undoPath } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import {
  cameFrom,
  fragmentsWith,
  pageOnScreen,
  redirectTo,
  regionOnScreen,
  wantsFragment,
} from '../../lib/http/respond'
import type { WhitelistHead } from '../app-rules/effective-rule'
import { type AppsPageData, appsPageData } from './page-data'
import { AppsQuery } from './schema'

export const whitelistsPath = '/whitelists'

/** Refuses a form that no page of ours sends. @param again page to try again on */
export const nothingChanged = (detail: string, again = whitelistsPath) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again })

/** Path and query of the page of apps if the request comes from it, to return to. */
export const appsPageBefore = (c: Context, otherwise: string) => {
  const page = pageOnScreen(c)
  return page?.pathname === whitelistsPath ? page.pathname + page.search : otherwise
}

export const readAppsPage = <E extends App>(
  c: Context<E>,
  head: WhitelistHead | Promise<WhitelistHead>,
  before?: WhitelistHead,
) => {
  const view = AppsQuery.parse(Object.fromEntries(regionOnScreen(c, whitelistsPath) ?? []))
  return appsPageData(c.env.DB, c.var.user, head, view, Date.now(), before)
}

type Change = Pick<ToastProps, 'message' | 'stays'> & { changeId?: string | null }

export const toastOf = ({ message, stays, changeId }: Change): ToastProps => ({
  message,
  stays,
  undo: changeId ? undoPath('app.rules', changeId) : undefined,
})

export const redirectChanged = <E extends App>(c: Context<E>, to: string, change: Change) => {
  const { message, undo } = toastOf(change)
  return redirectTo(c, to, { message, undo })
}

/**
 * Prepares the page of apps with a write, where its answer shows it.
 * @param setsConditions true where the planned write sets some: then the page waits for what is known of them
 */
export const appsPageWith = <E extends App>(c: Context<E>, setsConditions = () => false) => {
  const { DB } = c.env
  const { user, head } = c.var
  return regionOnScreen(c, whitelistsPath)
    ? fragmentsWith(c, () => readAppsPage(c, personHead(DB, user.id), setsConditions() ? undefined : head))
    : undefined
}

/**
 * Answers a write of one's own rules: htmx gets the whole page of apps, to be morphed, with the toast; on other pages a
 * reload.
 * @param read from `appsPageWith`
 */
export const appsChanged = async <E extends App>(
  c: Context<E>,
  { status, ...change }: Change & { status?: 409 },
  read?: () => Promise<AppsPageData>,
) => {
  if (!wantsFragment(c)) return redirectChanged(c, appsPageBefore(c, whitelistsPath), change)
  if (!read) return redirectChanged(c, cameFrom(c, whitelistsPath), change)
  const page = await read()
  if (status) c.status(status)
  return c.render(
    <>
      <hx-partial hx-target="#apps" hx-swap="outerMorph">
        <AppsContent {...page} />
      </hx-partial>
      <AppCount newApps={page.seen.count} oob />
      <ToastPart {...toastOf(change)} />
    </>,
  )
}
