import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { type ListContext, ListTotal } from '../../../views/time/sessions/day'
import { PlannedSection, SessionList, Week } from '../../../views/time/sessions/list'
import { SessionRow } from '../../../views/time/sessions/row'
import { SessionHead } from '../../../views/time/sessions/session'
import type { ToastProps } from '../../../views/ui/toast'
import { loadShell } from '../../frame/shell/load'
import type { Shell } from '../../frame/shell/schema'
import { goalsOfSession } from '../../ledger/counting'
import { prefetchReads } from '../../lib/db/reads'
import { type App, todayOf } from '../../lib/env'
import type { TouchedDates } from '../../lib/feature'
import { isOwnPath, previousPath, regionOnScreen, respond } from '../../lib/http/respond'
import { dayStart } from '../../lib/time/days'
import { listPage, readMissingNames, trackedWeek } from './list/page'
import { isUnfiltered, limitToContext, type SessionsView, ViewQuery, viewParams, viewPath } from './list/view'
import { isPlanned, plannedList } from './planned'
import { sessionById } from './queries'
import type { ListedSession, SessionRow as Session } from './schema'

export const currentWeek = <E extends App>(c: Context<E>) =>
  trackedWeek(c.env.DB, c.var.user, todayOf(c), c.var.orgTime)

/** View of the list on screen, up to its last session; null on other pages. */
const viewOnScreen = <E extends App>(c: Context<E>): SessionsView | null => {
  const query = regionOnScreen(c, '/sessions')
  const view = query && ViewQuery.safeParse(viewParams(query, todayOf(c), c.var.user.preferences.week_start)).data
  return view ? limitToContext(view, c.var.orgTime) : null
}

/** Context of a list of sessions: reader and running timer. */
export const pageContext = async <E extends App>(c: Context<E>, shell: Promise<Shell> = loadShell(c)) => {
  const { now, timer } = await shell
  const { preferences: reader } = c.var.user
  const today = todayOf(c)
  const runs = timer && { started_at: timer.started_at, now }
  return { reader, today, running: { from: dayStart(today, reader), runs, timer } }
}

/** Maximum number of sessions in an updated list without pages. */
const renewedLimit = 1_000

/** The list on screen, with as many rows as it shows. */
const listOnScreen = <E extends App>(c: Context<E>, view: SessionsView) =>
  listPage(
    c.env.DB,
    c.var.user.id,
    { ...view, until: null },
    view.until ? view.until.shown - (view.after?.shown ?? 0) : renewedLimit,
  )

/** The list for a page that polls it (views/ui/live.tsx), with as many rows as it shows; null for other requests. */
export const renderPolledList = <E extends App>(c: Context<E>, asked: SessionsView) => {
  const view = c.req.header('HX-Target') === 'div#session-list' ? viewOnScreen(c) : null
  return view && viewPath(view) === viewPath(asked) ? listOnScreen(c, view) : null
}

type Change = {
  before?: ListedSession | null
  after: ListedSession | null
  main?: Child
  /** True if several sessions changed, which may include planned ones. */
  many?: boolean
  shell?: Promise<Shell>
  /** Result of `startRedraws`. */
  redrawn?: Promise<Child>
}

const listRegions = async <E extends App>(c: Context<E>, { before = null, after, main, many, shell }: Change) => {
  const { DB } = c.env
  const { user } = c.var
  const view = viewOnScreen(c)
  if (!view) {
    const names = await readMissingNames(DB, user.id, after ? [after] : [])
    return main ?? (after && before && <SessionRow session={after} names={names} reader={user.preferences} />)
  }
  const [reading, shown] = [currentWeek(c), pageContext(c, shell)]
  const now = Date.now()
  const isPlannedNow = (session: ListedSession | null) => session !== null && isPlanned(session, now)
  const isShown = (many || isPlannedNow(before) || isPlannedNow(after)) && isUnfiltered(view)
  const [page, planned] = await Promise.all([
    listOnScreen(c, view),
    isShown ? plannedList(DB, user.id, c.var.org) : undefined,
  ])
  const context: ListContext = { ...(await shown), view, names: page.names }
  const row = after && page.days.flatMap(({ sessions }) => sessions).find(({ id }) => id === after.id)
  return (
    <>
      {main ?? (row && before && <SessionRow session={row} names={page.names} reader={context.reader} />)}
      {planned && (
        <hx-partial hx-target="#planned-sessions" hx-swap="outerMorph">
          <PlannedSection planned={planned} reader={user.preferences} today={todayOf(c)} />
        </hx-partial>
      )}
      <hx-partial hx-target="#session-list" hx-swap="outerMorph">
        <SessionList page={page} {...context} />
      </hx-partial>
      <ListTotal view={view} sums={page.sums} oob />
      <p id="sessions-week" hx-swap-oob="true">
        <Week {...(await reading)} />
      </p>
    </>
  )
}

export const renderRegions = async <E extends App>(c: Context<E>, { redrawn, ...change }: Change) => {
  const regions = await listRegions(c, change)
  return redrawn ? [regions, await redrawn] : regions
}

type ChangeRegions = {
  before?: ListedSession
  /** Id of the written session; null if it was deleted. */
  after: string | null
  main?: Child
}

const datesOf = async (...sessions: (ListedSession | null | undefined | Promise<ListedSession | null>)[]) =>
  (await Promise.all(sessions)).flatMap((session) => session?.days.map(([date]) => date) ?? [])

/** Declares the reads for a page's changed regions, and starts rendering the regions of features. */
export const startRedraws = <E extends App>(
  c: Context<E>,
  dates: TouchedDates = Promise.resolve(null),
  added?: string,
) => {
  const view = viewOnScreen(c)
  const shown = view && Promise.all([currentWeek(c), listOnScreen(c, view)])
  const redrawn = c.var.redraws?.(dates, added)
  // Added to the batch of the write: one round trip instead of two.
  prefetchReads(shown, redrawn)
  return redrawn
}

const ways = { week: 'Week', day: 'Day' }

/** Link back from a session's page: to the week or day that opened it, else to the list. */
const wayBack = <E extends App>(c: Context<E>) => {
  const region = regionOnScreen(c, 'session-page')
  const href = (region ? region.get('back') : c.req.query('back')) ?? (region ? '' : previousPath(c, ''))
  const [, drawing] = /^\/(week|day)\b/.exec(href) ?? []
  return drawing && isOwnPath(href)
    ? { href, name: ways[drawing as keyof typeof ways] }
    : { href: '/sessions', name: 'Sessions' }
}

/** All data of a session's page. */
export const readSessionPage = async <E extends App>(c: Context<E>, session: Session) => {
  const { user } = c.var
  const [names, goals] = await Promise.all([
    readMissingNames(c.env.DB, user.id, [session]),
    goalsOfSession(c.env.DB, user.id, session),
  ])
  return { session, names, goals, reader: user.preferences, today: todayOf(c), back: wayBack(c) }
}

/** Renders the changed regions of the page on screen. */
export const renderChangeRegions = async <E extends App>(c: Context<E>, { before, after, main }: ChangeRegions) => {
  if (main && !viewOnScreen(c) && !c.var.redraws) return main
  const saving = after === null ? null : sessionById(c.env.DB, c.var.user.id, after)
  const redrawn = startRedraws(c, datesOf(before, saving), after ?? undefined)
  const shell = viewOnScreen(c) ? loadShell(c) : undefined
  const saved = await saving
  if (saved && regionOnScreen(c, 'session-page')) {
    const page = await readSessionPage(c, saved)
    return (
      <hx-partial hx-target={`#session-${saved.id}-page`} hx-swap="outerMorph">
        <SessionHead {...page} />
      </hx-partial>
    )
  }
  return renderRegions(c, { before, after: saved, main, shell, redrawn })
}

type ChangeResponse = {
  /** Returns the changed regions, which were prepared with the write. */
  regions: () => Promise<Child>
  toast?: ToastProps
  page: string
}

export const respondChange = <E extends App>(c: Context<E>, { regions, toast, page }: ChangeResponse) =>
  respond(c, {
    toast,
    page,
    fragments: () => {
      c.header('HX-Trigger', 'sessions-changed')
      return regions()
    },
  })

/** Responds with a session's row as in the list on screen. */
export const respondRow = async <E extends App>(c: Context<E>, row: Session) => {
  const view = viewOnScreen(c)
  const page = view && (await listOnScreen(c, view))
  const listed = page?.days.flatMap(({ sessions }) => sessions).find(({ id }) => id === row.id)
  const names = listed && page ? page.names : await readMissingNames(c.env.DB, c.var.user.id, [row])
  return c.render(<SessionRow session={listed ?? row} names={names} reader={c.var.user.preferences} />)
}
