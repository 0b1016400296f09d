import { z } from 'zod'
import { addDays } from '../lib/days'
import { choiceInView, idInView, listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { personChoices } from '../lib/resource/choices'
import { matchExpression } from '../lib/search/match'
import { taskPriority } from '../tasks/schema'
import { actionItems, foundItems } from './queries'
import { actionOwner } from './schema'

const pageSize = 20
/** A match reads more rows. */
const searchedSize = 15

/** Query of `/action-items`. An invalid value counts as none. */
export const ActionItemsView = z.object({
  ...listView,
  show: choiceInView(['overdue', 'week', 'done']),
  owner: choiceInView(actionOwner.options),
  person: idInView,
  priority: choiceInView(taskPriority.options),
})
export type ActionItemsView = z.infer<typeof ActionItemsView>

/** Days after today that are due this week. */
const daysAhead = 6

const untilOf = ({ show }: ActionItemsView, today: string) =>
  show === 'overdue' ? addDays(today, -1) : show === 'week' ? addDays(today, daysAhead) : undefined

const readRows = (db: D1Database, userId: string, org: Org, view: ActionItemsView, today: string) => {
  const { q, after, show, owner, person, priority } = view
  const filter = { isDone: show === 'done', until: untilOf(view, today), owner, person, priority }
  if (q === '') return actionItems(db, userId, org, filter, after, pageSize)
  const match = matchExpression(q, { userId, kind: 'action_item' })
  if (match === undefined) return { rows: [], next: undefined }
  const found = { ...filter, match, isDone: show === '' ? undefined : filter.isDone }
  return foundItems(db, userId, org, found, after, searchedSize)
}

export const actionItemsPage = async (
  db: D1Database,
  userId: string,
  org: Org,
  view: ActionItemsView,
  today: string,
) => {
  const [{ rows, next }, people] = await Promise.all([
    readRows(db, userId, org, view, today),
    personChoices(db, userId, org, view.person),
  ])
  return { view, rows, next, people, today }
}

export type ActionItemsPage = Awaited<ReturnType<typeof actionItemsPage>>
