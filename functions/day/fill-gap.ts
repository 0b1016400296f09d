import { localDateTime, type Zone } from '../lib/days'
import { resolveTyped } from '../sessions/times/resolve'
import type { Span } from './timeline'

const shortTime = (time: string) => time.replace(/:00$/, '')

/** An instant as a field of the form takes it whatever the zone. */
const exact = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')

/**
 * What the form of a session takes to mean exactly this stretch on that day: times as clocks show them where they mean no
 * other moment, as in an hour that they show twice.
 */
export const gapFields = ({ from, to }: Span, date: string, zone: Zone) => {
  const bare = {
    date,
    started_at: shortTime(localDateTime(from, zone.time_zone).time),
    ended_at: shortTime(localDateTime(to, zone.time_zone).time),
  }
  const read = resolveTyped(bare, { now: to, zone })
  const isClear = 'ended_at' in read && read.started_at === from && read.ended_at === to
  return isClear ? bare : { date, started_at: exact(from), ended_at: exact(to) }
}
