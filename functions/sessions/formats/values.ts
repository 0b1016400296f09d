import { addDays, dayStart, wallTime, type Zone } from '../../lib/days'
import type { RowResult } from '../csv/entry'

/** Members of an object of a JSON file by name; none of anything else. A map has no names of its own, as objects do. */
export const membersOf = (value: unknown): Map<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : new Map()

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

export const numberOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** A value of a record as a cell of the rejected ones. */
export const cellOf = (value: unknown) => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? '…' : String(value).slice(0, 1_000)
}

/** A record of a JSON file: a session, or why it is none. `line` is its number. */
export type ReadRecord = { line: number; raw: string[]; result: RowResult }

export type DayTotal = { date: string; seconds: number }

/** Times of sessions of which a file tells only the day and the length. */
const usualStart = '09:00'

/**
 * Gives totals of days a time: one after the other from nine o’clock on, or so much earlier that all of them end with
 * the day. Each stays on its day, so that the sums of the days are those of the file. Null for one that is longer than
 * its day.
 */
export const layOut = <T extends DayTotal>(totals: T[], zone: Zone) => {
  const placed = new Map<T, { started_at: number; ended_at: number } | null>()
  for (const [date, ofDay] of Map.groupBy(totals, (total) => total.date)) {
    const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
    const milliseconds = ofDay.reduce((sum, { seconds }) => sum + seconds * 1000, 0)
    const usual = wallTime(date, usualStart, zone)
    let at = usual + milliseconds <= to ? usual : Math.max(from, to - milliseconds)
    for (const total of ofDay) {
      const length = total.seconds * 1000
      if (at + length > to) at = from
      placed.set(total, length > to - from || to <= from ? null : { started_at: at, ended_at: at + length })
      at += length
    }
  }
  return totals.map((total) => placed.get(total) ?? null)
}
