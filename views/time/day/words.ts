import { dayLengthSeconds } from '../../../functions/lib/days'
import { type Clock, duration } from '../../../functions/lib/format'
import { type Cut, cutPieces, type Overlap, piecesInWords } from '../../../functions/time/day/overlaps'
import type { DayData } from '../../../functions/time/day/page-data'
import type { ListedSession } from '../../../functions/time/sessions/schema'
import { zoneWords } from '../sessions/words'

/** `23-hour day`, `23.5-hour day` */
const hourDay = (seconds: number) => `${Math.round(seconds / 36) / 100}-hour day`

/** Zones of a day if they are not just the reader's, and its length if it is not 24 hours, with the reason. */
export const lengthInWords = ({ timeline, date, reader }: Pick<DayData, 'timeline' | 'date' | 'reader'>) => {
  const { seconds, zones } = timeline
  const length = seconds === 86_400 || seconds === 0 ? '' : hourDay(seconds)
  const names = [...new Set(zones.map(({ zone }) => zone.time_zone))]
  const where = names.some((name) => name !== reader.time_zone) ? names.map(zoneWords).join(', then ') : ''
  if (names.length > 1) return [length, where].filter(Boolean).join(': ')
  const [first, last] = [zones[0], zones.at(-1)]
  const isMoved = first?.zone.day_start_minute !== last?.zone.day_start_minute
  const isChanged = first !== undefined && dayLengthSeconds(date, first.zone) !== 86_400
  const reason = isMoved
    ? 'the start of the day changed'
    : isChanged && `clocks went ${seconds < 86_400 ? 'forward' : 'back'}`
  const lengthWithReason = length && reason ? `${length}: ${reason}` : length
  return [lengthWithReason, where].filter(Boolean).join(', ')
}

/** New times of the earlier session and the time it loses; null if the cut is impossible. */
export const cutInWords = (overlap: Overlap<ListedSession>, cut: Cut, clock: Clock) => {
  const pieces = cutPieces(overlap, cut)
  if (!pieces) return null
  const left = pieces.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  return {
    times: piecesInWords(pieces, overlap.earlier.time_zone, clock),
    less: duration(overlap.earlier.duration_seconds - left),
    /** The earlier session goes on after the overlap, and loses that time too. */
    cutsShort: cut === 'trim' && overlap.after !== null,
  }
}
