import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { CountParts } from '../../views/goals/counts'
import { NoGoals } from '../../views/goals/page'
import { GroupCountParts, PartRows, PlacedRow, RowsAbove, TitlePart } from '../../views/goals/parts'
import { Row } from '../../views/goals/row'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import type { App } from '../lib/env'
import { cameFrom } from '../lib/page'
import { entryOf, type Group, goalGroups, nowOf, shownGoal } from './list'
import type { Entry } from './outline'
import { aboveOf } from './progress/queries'
import { type ShownGoal, withStanding } from './progress/standing'
import * as q from './queries'
import { GoalView, type ListedGoal } from './schema'
import { tellPage } from './tell'

/** The page on which htmx asked: its path, and its view when it is the list. */
const pageHere = (c: Context) => {
  const page = URL.parse(cameFrom(c, '/goals'), c.req.url)
  const isList = page?.pathname === '/goals'
  return { path: page?.pathname, isList, view: GoalView.parse(isList ? Object.fromEntries(page.searchParams) : {}) }
}

/** What the list shows now, after a write; nothing on another page, which asks again for what it shows of goals. */
const listNow = async <E extends App>(c: Context<E>) => {
  const { user } = c.var
  const { view, isList } = pageHere(c)
  const now = nowOf(user)
  if (!isList) tellPage(c)
  const groups = isList ? await goalGroups(c.env.DB, user, view, now) : []
  return { view, isList, now, groups, counts: await q.goalCounts(c.env.DB, user.id, now.today) }
}

/** A goal as it stands on the page on which htmx asked: in the list, or among the parts on another goal's page. */
const entryHere = async <E extends App>(c: Context<E>, goal: ShownGoal, groups: Group[]): Promise<Entry> => {
  const { path, isList } = pageHere(c)
  if (isList) return { goal, depth: entryOf(groups, goal.id)?.depth ?? 0 }
  const above = goal.parent_id === null ? [] : await aboveOf(c.env.DB, c.var.user.id, goal.id)
  const here = above.findIndex(({ id }) => path === `/goals/${id}`)
  return here < 0 ? { goal, depth: 0 } : { goal: { ...goal, parent_title: null }, depth: above.length - 1 - here }
}

/** A goal's row, as it stands on the page on which htmx asked. */
export const rowPart = async <E extends App>(c: Context<E>, goal: ListedGoal) => {
  const { DB } = c.env
  const { user } = c.var
  const now = nowOf(user)
  const alone = goal.parent_id === null || !pageHere(c).isList
  const groups = alone ? [] : await goalGroups(DB, user, pageHere(c).view, now)
  const shown = await withStanding(DB, user.id, [goal], now)
  const entries = await Promise.all(shown.map((goal) => entryHere(c, goal, groups)))
  return c.render(entries.map((entry) => <Row {...entry} now={now} />))
}

type Told = { toast?: ToastProps; more?: Child; before?: ListedGoal }

/** After a goal has come, or come back: its row in its place, and the counts. */
export const placedParts = async <E extends App>(
  c: Context<E>,
  goal: ListedGoal,
  { toast, more, before }: Told = {},
) => {
  const { groups, counts, now, view, isList } = await listNow(c)
  const shown = isList ? [] : await withStanding(c.env.DB, c.var.user.id, [goal], now)
  const entries = await Promise.all(shown.map((goal) => entryHere(c, goal, groups)))
  return c.render(
    <>
      {more}
      {isList && <NoGoals groups={groups} view={view} oob />}
      <GroupCountParts groups={groups} of={[goal.status, before?.status ?? goal.status]} />
      <CountParts counts={counts} />
      {isList && <PlacedRow id={goal.id} groups={groups} now={now} focused />}
      {entries.map((entry) => (
        <hx-partial hx-target={`#goal-${goal.id}`} hx-swap="outerHTML">
          <Row {...entry} now={now} focused />
        </hx-partial>
      ))}
      <RowsAbove ids={[goal.parent_id]} groups={groups} now={now} />
      {toast && <ToastPart {...toast} />}
    </>,
  )
}

/** Whether what an edit changed counts for what the goal is part of. */
const isCounted = (goal: ListedGoal, before: ListedGoal) =>
  goal.status !== before.status ||
  goal.parent_id !== before.parent_id ||
  goal.kind !== before.kind ||
  goal.progress_source !== before.progress_source ||
  goal.progress_percentage !== before.progress_percentage ||
  goal.target_minutes !== before.target_minutes

/** After an edit: the goal's row in place of the old one, or in the place where it belongs now, and the counts. */
export const changedParts = async <E extends App>(c: Context<E>, before: ListedGoal, { toast }: Told = {}) => {
  const { groups, counts, now, isList } = await listNow(c)
  const goal = entryOf(groups, before.id)?.goal ?? (await shownGoal(c.env.DB, c.var.user, before.id, now))
  if (!goal) return c.notFound()
  const entry = await entryHere(c, goal, groups)
  const moved = isList && (goal.status !== before.status || goal.parent_id !== before.parent_id)
  return c.render(
    <>
      {!moved && <Row {...entry} now={now} />}
      {moved && <GroupCountParts groups={groups} of={[before.status, goal.status]} />}
      <CountParts counts={counts} />
      {moved && <PlacedRow id={goal.id} groups={groups} now={now} />}
      {goal.title !== before.title && <TitlePart goal={goal} />}
      {isCounted(goal, before) && <RowsAbove ids={[before.parent_id, goal.parent_id]} groups={groups} now={now} />}
      {toast && <ToastPart {...toast} />}
    </>,
  )
}

/**
 * After a goal is gone: a mark of its place, its parts on their own, and the counts. The Undo of a toast stands in no row:
 * its answer must not bring the mark there.
 */
export const deletedParts = async <E extends App>(c: Context<E>, before: ListedGoal, { toast }: Told) => {
  const { groups, counts, now, view, isList } = await listNow(c)
  const mark = <li id={`goal-${before.id}`} hidden />
  const inRow = c.req.header('HX-Target')?.startsWith('li#') !== false
  return c.render(
    <>
      {inRow ? (
        mark
      ) : (
        <hx-partial hx-target={`#goal-${before.id}`} hx-swap="outerHTML">
          {mark}
        </hx-partial>
      )}
      {isList && <NoGoals groups={groups} view={view} oob />}
      <GroupCountParts groups={groups} of={[before.status]} />
      <CountParts counts={counts} />
      <PartRows id={before.id} groups={groups} now={now} />
      <RowsAbove ids={[before.parent_id]} groups={groups} now={now} />
      {toast && <ToastPart {...toast} />}
    </>,
  )
}
