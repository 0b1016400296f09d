import type { Context } from 'hono'
import { z } from 'zod'
import { type App, todayOf } from '../../lib/env'
import { idInView, listView } from '../../lib/list-view'
import { allOrgs, type Org } from '../../lib/org'
import { filingOptions } from '../../lib/resource/choices'
import { itemsOfPerson } from '../../tasks/tasks/list'
import { feedbackOfPerson } from '../feedback/of-person'
import { meetingsOf } from '../meetings/list'
import { pageOfPeople } from '../people/schema'

/** Everything on a person's page beside their row. */
export const personPageData = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const [items, feedback, meetings] = await Promise.all([
    itemsOfPerson(DB, user.id, id),
    feedbackOfPerson(DB, user.id, id),
    meetingsOf(DB, user.id, { person: id }, todayOf(c)),
  ])
  return { items, feedback, meetings, reader: user.preferences }
}

export type PersonPageData = Awaited<ReturnType<typeof personPageData>>

const pageSize = 60

/** Query of `/people`. */
export const PeopleView = z.object({ ...listView, organization: idInView })
type PeopleView = z.infer<typeof PeopleView>

export const peoplePage = async (db: D1Database, userId: string, org: Org, asked: PeopleView) => {
  const view = org === allOrgs ? asked : { ...asked, organization: '' }
  const { organization: organization_id, ...rest } = view
  const [page, organizations] = await Promise.all([
    pageOfPeople(db, userId, org, { organization_id, ...rest }, pageSize),
    org === allOrgs ? filingOptions(db, userId, org, 'organization_id') : null,
  ])
  return { view, organizations, ...page }
}

export type PeoplePage = Awaited<ReturnType<typeof peoplePage>>
