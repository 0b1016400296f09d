import { z } from 'zod'
import { addDays, type Range, weekStartOf } from '../lib/days'
import { quartiles } from './quartiles'
import { daysWithin } from './range'

/** The sums of a day, or of a longer period that begins with it. */
export const DaySum = z.object({ date: z.iso.date(), total_seconds: z.int(), session_count: z.int() })
export type DaySum = z.infer<typeof DaySum>

export type Sums = Omit<DaySum, 'date'>

export const noTime: Sums = { total_seconds: 0, session_count: 0 }

/** `name` is null for what has none, and undefined where it was not read. */
export type SubjectSum = Sums & { subject: string; name?: NamedSubject | null }

export const addUp = (sums: Sums[]): Sums => ({
  total_seconds: sums.reduce((total, sum) => total + sum.total_seconds, 0),
  session_count: sums.reduce((count, sum) => count + sum.session_count, 0),
})

/** True also for a session of no time, and for time that a session carried over from the day before. */
export const hasSessions = (sums: Sums) => sums.total_seconds > 0 || sums.session_count > 0

export const grouping = z.enum(['day', 'week', 'month'], 'Choose day, week or month')
export type Grouping = z.infer<typeof grouping>

/** A project, goal, plan or chunk by name, deleted ones too. Only projects have a client, classification and colour. */
export type NamedSubject = {
  subject: string
  label: string
  client: string
  classification: 'work' | 'personal' | 'learning' | null
  color: string | null
  deleted: 0 | 1
  /** Set for a project, where it was read; null without an organization, and while that is deleted. */
  organization_id?: string | null
  organization?: string | null
}

/** 53 weeks, of which the last ends today. */
export const yearBefore = (today: string, weekStart: number): Range => ({
  from: addDays(weekStartOf(today, weekStart), -52 * 7),
  to: today,
})

export const yearQuartiles = (days: DaySum[], year: Range) =>
  quartiles(daysWithin(days, year).map((day) => day.total_seconds))
