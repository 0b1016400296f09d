import { addDays, dayStart, wallTime, type Zone } from '../../../lib/time/days'
import type { CsvColumn, ReadRecord } from '../csv/entry'
import { type RecordTexts, type RecordTimes, trackedRows } from '../csv/tracked'

/** Members of a JSON object by name; empty for other values. Unlike an object, a map has no inherited names. */
export const toMap = (value: unknown): Map<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : new Map()

export const toArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const numberOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** A record's value as a cell, for rejected records. */
export const cellOf = (value: unknown) => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? '…' : String(value).slice(0, 1_000)
}

/** A record's field as a column, for error messages. */
export const fieldColumn = (label: string): CsvColumn => ({ label, index: 0 })

const noTexts: RecordTexts = { project: '', client: '', task: '', text: '', notes: '', tags: [] }

/** Names of a record's fields. */
export type FieldNames = { times: [start: string, end: string]; project: string; text: string; tags: string }

/** Converts records with these field names to sessions (`trackedRows`). */
export const convertRecords = (timeZone: string, { times: [start, end], ...names }: FieldNames) => {
  const [project, text, tags] = [fieldColumn(names.project), fieldColumn(names.text), fieldColumn(names.tags)]
  const columns = { project, client: project, task: text, text, notes: text, tags }
  const session = trackedRows(timeZone, columns, [fieldColumn(start), fieldColumn(end)])
  return (times: RecordTimes, texts: Partial<RecordTexts>, origin?: string) =>
    session(times, { ...noTexts, ...texts }, origin)
}

export const rejectedRecord = (line: number, raw: string[], ...reasons: string[]): ReadRecord => ({
  line,
  raw,
  result: { reasons },
})

type DayTotal = { date: string; seconds: number }

/** Default start of sessions without a time of day. */
const usualStart = '09:00'

/**
 * Assigns times to daily totals: one after the other from nine o'clock, or earlier if they would not end within the
 * day. Each day then has the same sum as in the file. Null for a total longer than its day.
 */
export const layOutTotals = <T extends DayTotal>(totals: T[], zone: Zone) => {
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
