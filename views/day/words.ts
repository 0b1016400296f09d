import type { Overlap } from '../../functions/day/overlaps'
import { type Cut, cutPieces } from '../../functions/day/overlaps'
import type { DayData } from '../../functions/day/page-data'
import { piecesInWords } from '../../functions/day/resolve-overlap'
import { type Clock, duration } from '../../functions/lib/format'
import type { ListedSession } from '../../functions/sessions/schema'
import { zoneWords } from '../sessions/words'

/** `23-hour day`, `23.5-hour day` */
const hourDay = (seconds: number) => `${Math.round(seconds / 36) / 100}-hour day`

/** Length of a day that is not 24 hours, and why; otherwise null. */
export const lengthInWords = ({ timeline, rows, reader }: Pick<DayData, 'timeline' | 'rows' | 'reader'>) => {
  const { seconds, day_seconds } = timeline
  if (seconds !== day_seconds) {
    const zones = new Set(rows.map(({ time_zone }) => time_zone).filter((zone) => zone !== reader.time_zone))
    return `${hourDay(seconds)}: sessions in ${[...zones].map(zoneWords).join(' and ') || 'another time zone'}`
  }
  if (seconds === 86_400) return null
  return `${hourDay(seconds)}: clocks went ${seconds < 86_400 ? 'forward' : 'back'}`
}

/** New times of the earlier session and the time it loses; null if the cut is impossible. */
export const cutInWords = (overlap: Overlap<ListedSession>, cut: Cut, clock: Clock) => {
  const pieces = cutPieces(overlap, cut)
  if (!pieces) return null
  const left = pieces.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  return {
    times: piecesInWords(pieces, overlap.earlier.time_zone, clock),
    less: duration(overlap.earlier.duration_seconds - left),
    /** Time lost beyond the overlap. */
    alsoLost: cut === 'trim' && overlap.after ? duration(overlap.after.duration_seconds) : null,
  }
}
