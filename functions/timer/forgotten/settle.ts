import type { User } from '../../lib/env'
import { commit } from '../../lib/sql'
import { oldActive, unfinished } from './queries'
import { givenUpAt } from './standing'
import { giveUp } from './writes'

/** How many are marked at once; the others on the next visit. */
const atOnce = 100

/**
 * Marks what has waited too long as abandoned: timers 24 hours after the last answer, pull-request sessions 12 hours after
 * their start. To be called before anything looks at or changes what runs; it may be called at any time, and reads a row
 * at most where nothing is due. Gives how many were due.
 * @param now epoch ms
 */
export const settleForgotten = async (db: D1Database, { id }: Pick<User, 'id'>, now: number) => {
  const due = (await oldActive(db, id, now, atOnce)).filter((session) => givenUpAt(session) <= now)
  if (due.length > 0) await commit(db, id, ['timer'], [giveUp(db, id, due, now)])
  return due.length
}

/** From how many on it is said that there are more. */
export const countedLeft = 9

/**
 * How many sessions were left running and wait for an end, counted as far as it is said. What has waited too long is given
 * up along with it.
 * @param now epoch ms
 */
export const countLeft = async (db: D1Database, { id }: Pick<User, 'id'>, now: number) => {
  const found = await unfinished(db, id, 2 * countedLeft)
  const due = found.filter((session) => session.status === 'active' && givenUpAt(session) <= now)
  if (due.length > 0) await commit(db, id, ['timer'], [giveUp(db, id, due, now)])
  return found.filter(({ status }) => status === 'abandoned').length + due.length
}
