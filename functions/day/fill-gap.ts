import { localDateTime } from '../lib/days'
import { resolveTyped } from '../sessions/times/resolve'
import type { ZoneSpan } from './zones'

const shortTime = (time: string) => time.replace(/:00$/, '')

const exact = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')

/** Form values of exactly this span in its zone: clock times, or instants where a time is ambiguous (a repeated hour). */
export const gapFields = ({ from, to, zone }: ZoneSpan, date: string) => {
  const bare = {
    date,
    started_at: shortTime(localDateTime(from, zone.time_zone).time),
    ended_at: shortTime(localDateTime(to, zone.time_zone).time),
  }
  const resolved = resolveTyped(bare, { now: to, zone })
  const isClear = 'ended_at' in resolved && resolved.started_at === from && resolved.ended_at === to
  return isClear ? bare : { date, started_at: exact(from), ended_at: exact(to) }
}
