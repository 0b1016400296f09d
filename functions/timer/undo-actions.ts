import { conflict, retry } from '../lib/retry'
import { commitVersion, headOf, type Outdates, timerAt } from '../lib/sql'
import type { Owner, TimerConflict } from './actions'
import { activeTimer } from './queries'
import * as w from './writes'

type TimerAction = { id: string; seq: number }

const undoAction = (
  db: D1Database,
  user: Owner,
  action: TimerAction,
  outdates: Outdates[],
  writes: () => D1PreparedStatement[],
): Promise<TimerConflict | 'undone'> =>
  retry(async () => {
    const head = await headOf(db, user.id)
    if (head.timer_seq === action.seq) {
      const guards = [timerAt(db, user.id, head.timer_seq)]
      if (await commitVersion(db, user.id, ['timer', ...outdates], writes(), { guards })) return 'undone'
      // While the timer has not changed, the rows themselves have changed since the action.
      if ((await headOf(db, user.id)).timer_seq !== head.timer_seq) return conflict
    }
    return { current: await activeTimer(db, user.id) }
  })

export const undoStart = (db: D1Database, user: Owner, action: TimerAction & { stopped?: string }, now: number) =>
  undoAction(db, user, action, action.stopped ? ['stats'] : [], () => [
    ...w.removeTimer(db, user.id, action, now),
    ...(action.stopped ? w.resumeTimer(db, user.id, { id: action.stopped, seq: action.seq }, now) : []),
  ])

export const undoStop = (db: D1Database, user: Owner, action: TimerAction, now: number) =>
  undoAction(db, user, action, ['stats'], () => w.resumeTimer(db, user.id, action, now))

export const undoDiscard = (db: D1Database, user: Owner, action: TimerAction, now: number) =>
  undoAction(db, user, action, [], () => w.resumeTimer(db, user.id, action, now))
