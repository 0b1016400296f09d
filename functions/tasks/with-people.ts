import { z } from 'zod'
import { addDays } from '../lib/days'
import { choiceInView, idInView, listView } from '../lib/list-view'
import { allOrgs, type Org } from '../lib/org'
import { personChoices } from '../lib/resource/choices'
import { pageOfItems } from './queries'
import { taskOwner, taskPriority } from './schema'

/** The most open action items that the page of a person lists. */
const shownItems = 12

/** Open action items of a person: what they do, and what is done for them. */
export const itemsOfPerson = async (db: D1Database, userId: string, person_id: string) => {
  const { rows, next } = await pageOfItems(db, userId, allOrgs, { isDone: false, person_id }, shownItems)
  return {
    mine: rows.filter(({ owner }) => owner === 'me'),
    theirs: rows.filter(({ owner }) => owner === 'person'),
    hasMore: next !== undefined,
  }
}

export type ItemsOfPerson = Awaited<ReturnType<typeof itemsOfPerson>>

const pageSize = 20

/** Query of `/tasks/with-people`. An invalid value counts as none. */
export const WithPeopleView = z.object({
  ...listView,
  show: choiceInView(['overdue', 'week', 'done']),
  owner: choiceInView(taskOwner.options),
  person: idInView,
  priority: choiceInView(taskPriority.options),
})
export type WithPeopleView = z.infer<typeof WithPeopleView>

/** Days after today that are due this week. */
const daysAhead = 6

const untilOf = ({ show }: WithPeopleView, today: string) =>
  show === 'overdue' ? addDays(today, -1) : show === 'week' ? addDays(today, daysAhead) : undefined

export const withPeoplePage = async (db: D1Database, userId: string, org: Org, view: WithPeopleView, today: string) => {
  const { show, person: person_id, ...filter } = view
  const isDone = filter.q !== '' && show === '' ? undefined : show === 'done'
  const [{ rows, next }, people] = await Promise.all([
    pageOfItems(db, userId, org, { ...filter, isDone, due_until: untilOf(view, today), person_id }, pageSize),
    personChoices(db, userId, org, view.person),
  ])
  return { view, rows, next, people, today }
}

export type WithPeoplePage = Awaited<ReturnType<typeof withPeoplePage>>
