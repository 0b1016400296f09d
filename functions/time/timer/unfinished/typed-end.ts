import { resolveTyped } from '../../sessions/times/resolve'
import { wholeSecond } from '../times'
import type { EndForm, UnfinishedSession } from './schema'

export type EndErrors = Partial<Record<'ended_at' | 'date', string[]>>

/** Reads an instant with its offset, or a time in the session's zone. `now` in epoch ms. */
export const parseEnd = (
  typed: Pick<EndForm, 'ended_at' | 'date'>,
  session: Pick<UnfinishedSession, 'started_at' | 'time_zone' | 'day_start_minute'>,
  now: number,
): { ended_at: number } | { errors: EndErrors } => {
  if (typed.ended_at === '') return { errors: { ended_at: ['Enter when it ended.'] } }
  const started_at = new Date(session.started_at).toISOString()
  const times = resolveTyped({ ...typed, started_at }, { now, zone: session })
  if ('errors' in times) {
    const { date, started_at: start = [], ended_at = [], duration = [] } = times.errors
    const endErrors = [...ended_at, ...start, ...duration]
    return { errors: { ...(date && { date }), ...(endErrors.length > 0 && { ended_at: endErrors }) } }
  }
  if (times.ended_at > now) return { errors: { ended_at: ['That is in the future.'] } }
  return { ended_at: Math.max(wholeSecond(times.ended_at), session.started_at) }
}
