import { get_fuzz_range } from 'ts-fsrs'
import { z } from 'zod'
import { type FreeDays, freeDay } from '../../../ledger/streaks'
import { part, rowsAs, type SqlPart, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { addDays } from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { datesDue } from '../../plans/cards-due'
import { usualRetention } from '../../plans/schema'
import { clozeAnswer, hasCloze } from '../cloze'

/** Limits, in days, of the intervals whose day is chosen. Below `shortest`, FSRS has no range of days. */
const longest = 90
const shortest = 2.5

/** Cards of one text may move this many days beyond the range to come on different days. */
const apart = 3

const longestWait = 36_500

/**
 * Facts about the days around a due date: number of due cards by date, days off, and due dates of siblings (cards of
 * the same text).
 */
export type NearbyDays = { cards: Map<string, number>; siblings: Set<string> } & FreeDays

/**
 * Interval in days until a card is due. Of the days in FSRS's fuzz range, prefers one without a sibling, then no day
 * off, then the fewest cards, then the nearest. Deterministic: equal inputs give the same day.
 * @param date local date of the review
 */
export const chooseInterval = (date: string, ideal: number, { cards, siblings, ...free }: NearbyDays) => {
  if (ideal < 1 || ideal > longest) return ideal
  const range = ideal < shortest ? null : get_fuzz_range(ideal, 0, longestWait)
  const { min_ivl: from, max_ivl: to } = range ?? { min_ivl: ideal, max_ivl: ideal }
  const waits = Array.from({ length: to + apart - from + 1 }, (_, index) => {
    const days = from + index
    const day = addDays(date, days)
    const isOff = freeDay(day, free) !== undefined
    // Days beyond the range only serve to separate siblings.
    const isTaken = siblings.has(day)
    return [
      Number(isTaken),
      Number(days > to),
      Number(isOff),
      cards.get(day) ?? 0,
      Math.abs(days - ideal),
      days,
    ] as const
  })
  const [first = [0, 0, 0, 0, 0, ideal] as const] = waits.toSorted((one, other) => {
    const at = one.findIndex((value, index) => value !== other[index])
    return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
  })
  return first[5]
}

/** Settings for the next interval of a card by FSRS. */
export type IntervalSettings = { retention: number; around?: NearbyDays }

const CardPlace = z.object({
  id: z.string(),
  plan_id: z.string().nullable(),
  question: z.string(),
  next_review: z.string(),
  retention: z.number(),
})
type CardPlace = z.output<typeof CardPlace>

const Sibling = z.object({ id: z.string(), question: z.string(), next_review: z.string() })

/** Maximum number of cards whose siblings are read in one request. */
const mostSought = 20

const idsIn = (ids: string[]) => part`SELECT value FROM json_each(${JSON.stringify(ids)})`

/** Cloze cards due after a date, in the plans of the given cards. @param ids SELECT of the cards' ids */
const clozesAfter = (db: D1Database, userId: string, ids: SqlPart, from: string) =>
  rowsAs(
    Sibling,
    sql(db)`
      SELECT cards.id, cards.question, cards.next_review FROM cards
      WHERE cards.user_id = ${userId} AND cards.is_new = 0 AND cards.suspended = 0 AND cards.deleted_at IS NULL
        AND cards.next_review > ${from} AND instr(cards.question, '{{c') > 0
        AND EXISTS (
          SELECT 1 FROM cards AS one
          WHERE one.user_id = ${userId} AND one.id IN (${ids}) AND one.plan_id IS cards.plan_id
            AND instr(one.question, '{{c') > 0)`,
  )

/** Reads the facts that decide due dates for reviews on or after a date. @param ids a list, or a SELECT of a few ids */
export const readIntervalSettings = async (
  db: D1Database,
  { id: userId, preferences }: Pick<User, 'id' | 'preferences'>,
  ids: string[] | SqlPart,
  from: string,
): Promise<(cardId: string) => IntervalSettings> => {
  const [places, dates, off, clozes] = await Promise.all([
    rowsAs(
      CardPlace,
      sql(db)`
        SELECT cards.id, plan_id, question, next_review, coalesce(plans.retention, ${usualRetention}) AS retention
        FROM cards LEFT JOIN plans ON plans.user_id = cards.user_id AND plans.id = cards.plan_id
        WHERE cards.user_id = ${userId} AND cards.id IN (${Array.isArray(ids) ? idsIn(ids) : ids})`,
    ),
    datesDue(db, userId, from),
    daysOff(db, userId, { from, to: addDays(from, 2 * longest) }),
    clozesAfter(db, userId, Array.isArray(ids) ? idsIn(ids.slice(0, mostSought)) : ids, from),
  ])
  const free = { restDays: preferences.rest_days, daysOff: new Set(off) }
  const siblingsOf = ({ id, question }: CardPlace) =>
    hasCloze(question)
      ? clozes.filter((one) => one.id !== id && clozeAnswer(one.question) === clozeAnswer(question))
      : []
  return (cardId) => {
    const place = places.find(({ id }) => id === cardId)
    const cards = new Map(dates.map(({ date, cards }) => [date, cards - Number(date === place?.next_review)]))
    const siblings = new Set(place ? siblingsOf(place).map(({ next_review }) => next_review) : [])
    return { retention: place?.retention ?? usualRetention, around: { ...free, cards, siblings } }
  }
}
