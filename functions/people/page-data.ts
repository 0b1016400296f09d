import type { Context } from 'hono'
import { itemsOfPerson } from '../action-items/of-person'
import { feedbackOfPerson } from '../feedback/of-person'
import type { App } from '../lib/env'

/** Everything on a person's page beside their row. */
export const personPageData = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const [items, feedback] = await Promise.all([itemsOfPerson(DB, user.id, id), feedbackOfPerson(DB, user.id, id)])
  return { items, feedback }
}

export type PersonPageData = Awaited<ReturnType<typeof personPageData>>
