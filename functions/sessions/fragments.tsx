import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { DaySection, dayId, type ListContext, Total } from '../../views/sessions/day'
import { More, PlannedSection, SessionList, Week } from '../../views/sessions/list'
import { SessionRow } from '../../views/sessions/row'
import type { ToastProps } from '../../views/ui/toast'
import { dayStart } from '../lib/days'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { todayOf } from '../lib/now'
import { cameFrom } from '../lib/page'
import { declare } from '../lib/reads'
import { respond } from '../lib/respond'
import { type ListPage, listedRow, listPage, namesOf, trackedWeek } from './list/page'
import { changesByDay, type DayChange, expectedReads, type ScreenChanges, screenChanges } from './list/screen-changes'
import { allSessions, inContext, isUnfiltered, type SessionsView, viewOfPath, withoutCursor } from './list/view'
import { namesOfSession } from './named'
import { isPlanned, plannedList } from './planned'
import { plainSums, session } from './queries'
import type { ListedSession, SessionRow as Session } from './schema'

export const currentWeek = <E extends App>(c: Context<E>) =>
  trackedWeek(c.env.DB, c.var.user, todayOf(c), c.var.orgTime)

/** The view that the requesting page shows, down to the cursor `reach`; null on other pages. */
const viewUntil = <E extends App>(c: Context<E>, reach: string | undefined): SessionsView | null => {
  const view = viewOfPath(cameFrom(c, '/'))
  const until = viewOfPath(`/sessions?${new URLSearchParams({ shown_to: reach ?? '' })}`)?.until ?? null
  return view && inContext({ ...view, until }, c.var.orgTime)
}

const viewOnScreen = <E extends App>(c: Context<E>) =>
  viewUntil(c, c.req.method === 'POST' ? submittedText(c).shown_to : c.req.query('shown_to'))

type ContextOf = { view: SessionsView; names: ListContext['names'] }

const listContext = <E extends App>(c: Context<E>, { view, names }: ContextOf): ListContext => ({
  view,
  names,
  reader: c.var.user.preferences,
  today: todayOf(c),
  running: { from: dayStart(todayOf(c), c.var.user.preferences), runs: null },
})

const DayPart = ({ change, context }: { change: DayChange; context: ListContext }) => {
  if (change.kind === 'gone') return <hx-partial hx-target={`#${dayId(change.date)}`} hx-swap="delete" />
  const section = <DaySection day={change.day} {...context} />
  if (change.kind === 'changed') {
    return (
      <hx-partial hx-target={`#${dayId(change.day.date)}`} hx-swap="outerMorph">
        {section}
      </hx-partial>
    )
  }
  const isBelow = change.after !== null && (context.view.after === null || change.after <= context.view.after.date)
  return (
    <hx-partial
      hx-target={isBelow ? `#${dayId(change.after ?? '')}` : '#session-days'}
      hx-swap={isBelow ? 'afterend' : 'afterbegin'}
    >
      {section}
    </hx-partial>
  )
}

/** The whole list, when it becomes empty or was, or when its filter has to be applied again. */
const listParts = <E extends App>(c: Context<E>, view: SessionsView, page: ListPage) => {
  return (
    <>
      <hx-partial hx-target="#session-list" hx-swap="outerHTML">
        <SessionList page={page} {...listContext(c, { view: withoutCursor(view), names: page.names })} />
      </hx-partial>
      <Total view={view} sums={page.sums} oob />
    </>
  )
}

const dayParts = ({ days, more, sums }: ScreenChanges, context: ListContext) => (
  <>
    {days.map((change) => (
      <DayPart change={change} context={context} />
    ))}
    {more && (
      <hx-partial hx-target="#session-more" hx-swap="outerHTML">
        <More {...more} sums={sums} view={context.view} />
      </hx-partial>
    )}
    <Total view={context.view} sums={sums} oob />
  </>
)

const rowOf = (session: ListedSession, changes: ScreenChanges, context: ListContext) => {
  const listed = changes.days.flatMap((change) => (change.kind === 'gone' ? [] : change.day.sessions))
  const row = listed.find(({ id }) => id === session.id)
  return row && <SessionRow session={row} names={context.names} reader={context.reader} saved />
}

type Change = { before?: ListedSession | null; after: ListedSession | null; main?: Child }

export const changedRegions = async <E extends App>(c: Context<E>, { before = null, after, main }: Change) => {
  const { DB } = c.env
  const { user } = c.var
  const view = viewOnScreen(c)
  const reading = view && currentWeek(c)
  if (!view) {
    const names = await namesOf(DB, user.id, after ? [after] : [])
    return main ?? (after && before && <SessionRow session={after} names={names} reader={user.preferences} saved />)
  }
  const showWeek = async () => (
    <p id="sessions-week" hx-swap-oob="true">
      <Week {...(await (reading ?? currentWeek(c)))} />
    </p>
  )
  if (!changesByDay(view)) {
    return (
      <>
        {main}
        {listParts(c, view, await listPage(DB, user.id, withoutCursor(view)))}
        {await showWeek()}
      </>
    )
  }
  const now = Date.now()
  const counted = (session: ListedSession | null) => (session && isPlanned(session, now) ? null : session)
  const changes = await screenChanges(DB, user.id, view, counted(before), counted(after))
  const isPlannedChanged = counted(before) !== before || counted(after) !== after
  const context = { ...listContext(c, { view, names: changes.names }), saved: before && after ? after.id : undefined }
  return (
    <>
      {main ?? (after && before && rowOf(after, changes, context))}
      {isPlannedChanged && isUnfiltered(view) && (
        <hx-partial hx-target="#planned-sessions" hx-swap="outerMorph">
          <PlannedSection
            planned={await plannedList(DB, user.id, c.var.org)}
            reader={user.preferences}
            today={todayOf(c)}
          />
        </hx-partial>
      )}
      {changes.all ? listParts(c, view, changes.all) : dayParts(changes, context)}
      {await showWeek()}
    </>
  )
}

type ChangeRegions = {
  before?: ListedSession
  /** Id of a session that was written, null where one was deleted. */
  after: string | null
  /** The days of that session, where they are known before it is read. */
  days?: ListedSession['days']
  main?: Child
}

/** Starts the reads of changed regions for sessions whose days are known. */
export const expectChanges = async <E extends App>(c: Context<E>, ...sessions: Pick<ListedSession, 'days'>[]) => {
  const view = viewOnScreen(c)
  if (!view || !changesByDay(view)) return
  const { DB } = c.env
  declare(currentWeek(c), plainSums(DB, c.var.user.id, view), ...expectedReads(DB, c.var.user.id, view, sessions))
}

/** Changed regions of the page on screen. */
export const changeRegions = async <E extends App>(c: Context<E>, { before, after, days, main }: ChangeRegions) => {
  const expecting = expectChanges(c, ...(before ? [before] : []), ...(days ? [{ days }] : []))
  const saved = after === null ? null : await session(c.env.DB, c.var.user.id, after)
  await expecting
  return changedRegions(c, { before, after: saved, main })
}

type ChangeResponse = {
  /** The regions that changed, which were prepared with the write. */
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

/** Reads by its id what the row of a session shows. */
export const readRow = <E extends App>(c: Context<E>, id: string) => {
  const { DB } = c.env
  const view = viewUntil(c, c.req.query('shown_to'))
  return Promise.all([
    listedRow(DB, c.var.user.id, view && changesByDay(view) ? view : inContext(allSessions, c.var.orgTime), id),
    namesOfSession(DB, c.var.user.id, id),
  ])
}

/** The session's row with the overlaps that the list on screen marks. */
export const respondRow = async <E extends App>(c: Context<E>, row: Session) => {
  const [listed, names] = await readRow(c, row.id)
  return c.render(<SessionRow session={listed ?? row} names={names} reader={c.var.user.preferences} />)
}
