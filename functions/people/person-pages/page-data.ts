import type { Context } from 'hono'
import { type App, todayOf } from '../../lib/env'
import { itemsOfPerson } from '../../tasks/tasks/list'
import { feedbackOfPerson } from '../feedback/list'
import { meetingsOf } from '../meetings/list'

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
