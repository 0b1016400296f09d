import { v7 as uuid } from 'uuid'
import { changeTimer, type Owner, type StartOutcome, stopTimerAt, unchangedPlan } from '../actions'
import { carryFocusOver } from '../focus/state'
import { wholeSecond } from '../times'
import * as w from '../writes'

/** A period without activity of the person. Instants in epoch ms. */
type Stretch = { id: string; from: number; to: number }

/**
 * Removes idle time from the running session. The session ends when the idle time begins, and a new one starts after
 * it. If it was idle from its start, only its start moves. Null if it is not running.
 */
export const takeOutIdle = (db: D1Database, user: Owner, { id, ...idle }: Stretch, now: number) =>
  changeTimer<StartOutcome | null>(db, user, now, async (active) => {
    if (active?.id !== id) return unchangedPlan(null)
    const from = Math.max(wholeSecond(idle.from), active.started_at)
    const to = Math.max(wholeSecond(Math.min(idle.to, now)), from)
    const moved = { ...active, started_at: to }
    if (from === active.started_at) {
      return {
        result: (seq) => ({ started: { ...moved, seq, updated_at: now }, stopped: null }),
        writes: w.updateTimer(db, user.id, moved, now),
      }
    }
    const { number: _, seq: __, created_at: ___, updated_at: ____, last_heartbeat_at: _____, ...fields } = moved
    const goesOn = { ...fields, id: uuid(), ...carryFocusOver(active, to) }
    return {
      result: (seq) => ({
        started: { ...goesOn, last_heartbeat_at: null, seq, created_at: now, updated_at: now },
        stopped: stopTimerAt(active, from, seq, now),
      }),
      outdates: ['stats'],
      writes: [
        ...w.endTimer(db, user.id, stopTimerAt(active, from, active.seq, now), now),
        ...w.insertTimer(db, user.id, goesOn, now),
      ],
    }
  })
