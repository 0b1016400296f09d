import { addDays, daysBetween } from '../lib/days'
import type { ChunkStatus } from './schema'

/** The rate of tracked time is taken over this many days, today included. */
export const paceDays = 28

/** Less time than this, in seconds, or on fewer days than `leastDays` says nothing about the next weeks. */
const leastSeconds = 3600
const leastDays = 3

/** A plan that was begun later than `paceDays` ago is taken at least over this many days. */
const shortestSpan = 7

/** Forecasts end after five years, in days. */
const forecastDays = 1_826

type Chunk = { status: ChunkStatus; duration_minutes: number | null }
type Day = { date: string; total_seconds: number }

/**
 * Planned minutes of chunks that are still to do. Those without a duration count as the average of the others; null
 * where most have none.
 */
export const minutesLeft = (chunks: Chunk[]) => {
  const left = chunks.filter(({ status }) => status === 'not_started' || status === 'in_progress')
  const known = left.flatMap(({ duration_minutes }) => duration_minutes ?? [])
  if (known.length === 0 || known.length * 2 < left.length) return null
  const sum = known.reduce((total, minutes) => total + minutes, 0)
  return Math.round((sum * left.length) / known.length)
}

/**
 * When the rest of a plan is done at the rate of its last four weeks; null where there is too little tracked time, or
 * too few planned minutes. @param days those with tracked time since `paceDays` ago, in order
 */
export const paceOf = (chunks: Chunk[], days: Day[], today: string): { seconds: number; done_on: string } | null => {
  const minutes = minutesLeft(chunks)
  const seconds = days.reduce((sum, { total_seconds }) => sum + total_seconds, 0)
  const [first] = days
  if (minutes === null || first === undefined || seconds < leastSeconds || days.length < leastDays) return null
  const span = Math.min(paceDays, Math.max(shortestSpan, daysBetween(first.date, today) + 1))
  const ahead = Math.ceil((minutes * 60 * span) / seconds)
  return ahead <= forecastDays ? { seconds, done_on: addDays(today, ahead) } : null
}
