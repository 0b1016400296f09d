import { addDays, isoWeekday, wallTime, type Zone } from '../../functions/lib/time/days'
import type { NewCheckInValues } from '../../functions/reviews/energy/schema'
import { type Random, seededRandom } from './random'

export type HistoryCheckIn = { id: string; values: NewCheckInValues; zone: Zone; at: number }

/** Days up to today with check-ins. */
const days = 170

const minute = 60_000

const level = (wanted: number) => Math.min(5, Math.max(1, Math.round(wanted)))

type Words = [mood: string, notes?: string]

const words: [Words, ...Words[]] = [
  ['rested'],
  ['foggy', 'Slept badly'],
  ['calm', 'A walk along the harbour before work'],
  ['curious'],
  ['restless', 'Too many small things'],
  ['proud', 'The figure finally says what I mean'],
  ['tired', 'Late again yesterday'],
  ['light'],
]

/** More energy in the morning and in the middle of the week, less when a deadline is near. */
const checkInAt = (
  at: number,
  offset: number,
  isMorning: boolean,
  weekday: number,
  random: Random,
): Omit<HistoryCheckIn, 'zone'> => {
  const wave = Math.sin((offset / 38) * Math.PI)
  const energy = (isMorning ? 3.7 : 2.7) + (weekday === 1 ? -0.6 : 0) + wave * 0.6 + (random.next() - 0.5) * 1.8
  const engagement = 3.3 + (weekday === 5 ? -0.5 : 0) + wave * 0.4 + (random.next() - 0.5) * 2
  const [mood, notes] = random.chance(0.15) ? random.pick(words) : ['']
  return {
    id: random.id(at),
    values: { at, energy_level: level(energy), engagement_level: level(engagement), mood, notes },
    at,
  }
}

/** Two check-ins on most working days up to `now` (epoch ms). */
export const checkInsOn = (now: number, today: string, zone: Zone): HistoryCheckIn[] => {
  const random = seededRandom(25)
  return Array.from({ length: days + 1 }, (_, index) => index - days).flatMap((offset) => {
    const date = addDays(today, offset)
    const weekday = isoWeekday(date)
    return [
      { time: '09:40', isMorning: true },
      { time: '15:20', isMorning: false },
    ].flatMap(({ time, isMorning }) => {
      const at = wallTime(date, time, zone) + random.int(0, 80) * minute
      const checkIn = checkInAt(at, offset, isMorning, weekday, random)
      const isMade = random.chance(weekday === 7 ? 0.15 : 0.85)
      return isMade && at <= now ? [{ ...checkIn, zone }] : []
    })
  })
}
