import { v7 as uuid } from 'uuid'
import { commitPlanned } from '../lib/retry'
import type { Outdates } from '../lib/sql'
import type { ChangeRow, Touched } from './schema'
import { undoable } from './writes'

export type ChangePlan = Pick<ChangeRow, 'kind' | 'summary'> & {
  touched: Touched
  writes: D1PreparedStatement[]
}

export type UndoableChange = Pick<ChangeRow, 'id' | 'summary'>

/**
 * Commits a change of many rows, all of it or nothing, so that it can be undone; plans again when anything was
 * written in between. @param plan takes `now` in epoch ms, and may refuse instead @throws ProblemError 409 `busy`
 */
export const runUndoable = <Refused extends { refused: unknown }>(
  db: D1Database,
  userId: string,
  plan: (now: number) => Promise<ChangePlan | Refused>,
): Promise<UndoableChange | Refused> =>
  commitPlanned<UndoableChange | Refused>(db, userId, ['stats'], async () => {
    const now = Date.now()
    const planned = await plan(now)
    if ('refused' in planned) return { result: planned, writes: [] }
    const { kind, summary, touched, writes } = planned
    const change = { id: uuid(), kind, summary }
    const outdates: Outdates[] = touched.conditions?.length ? ['whitelist'] : []
    return { result: change, writes: undoable(db, userId, change, touched, writes, now), outdates }
  })
