import { allOrgs } from '../lib/org'
import { pageOfItems } from './queries'

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
