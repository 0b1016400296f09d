import { v7 as uuid } from 'uuid'
import { asPlannedAt, commit, headOf } from '../lib/sql'
import type { ChangeRow, Touched } from './schema'
import { undoable } from './writes'

/** What a change of many rows comes to, from what a person has now. */
export type Plan = Pick<ChangeRow, 'kind' | 'summary'> & {
  touched: Touched
  writes: D1PreparedStatement[]
}

export type Made = Pick<ChangeRow, 'id' | 'summary'>

/** How often a change is planned again because something else was written meanwhile. */
const attempts = 3

/**
 * Plans a change and makes it, all of it or nothing. What was written between its preview, its plan and its writing is
 * part of it, for the plan is made again. `busy` when other writes kept coming; what the plan refuses is answered as it is.
 * @param planned `now` in epoch ms
 */
export const makeChange = async <Refused extends { refused: unknown }>(
  db: D1Database,
  userId: string,
  planned: (now: number) => Promise<Plan | Refused>,
): Promise<Made | Refused | 'busy'> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const now = Date.now()
    const { seq } = await headOf(db, userId)
    const plan = await planned(now)
    if ('refused' in plan) return plan
    const { kind, summary, touched } = plan
    const change = { id: uuid(), kind, summary }
    const writes = [asPlannedAt(db, userId, seq), ...undoable(db, userId, change, touched, plan.writes, now)]
    if (await commit(db, userId, ['stats'], writes)) return change
  }
  return 'busy'
}
