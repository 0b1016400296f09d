import { v7 as uuid } from 'uuid'
import { commitPlanned } from '../lib/retry'
import type { ChangeRow, Touched } from './schema'
import { undoable } from './writes'

/** What a change of many rows comes to, from what a person has now. */
export type Plan = Pick<ChangeRow, 'kind' | 'summary'> & {
  touched: Touched
  writes: D1PreparedStatement[]
}

export type Made = Pick<ChangeRow, 'id' | 'summary'>

/**
 * Plans a change of many rows and commits it, all of it or nothing. It is planned again when anything was written in
 * between, so rows that came meanwhile are part of it. A plan may refuse instead.
 * @param plan `now` in epoch ms
 */
export const makeChange = <Refused extends { refused: unknown }>(
  db: D1Database,
  userId: string,
  plan: (now: number) => Promise<Plan | Refused>,
): Promise<Made | Refused> =>
  commitPlanned<Made | Refused>(db, userId, ['stats'], async () => {
    const now = Date.now()
    const planned = await plan(now)
    if ('refused' in planned) return { result: planned, writes: [] }
    const { kind, summary, touched, writes } = planned
    const change = { id: uuid(), kind, summary }
    return { result: change, writes: undoable(db, userId, change, touched, writes, now) }
  })
