import { z } from 'zod'
import { allRows, constant, part, rowAs, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { idParameter } from '../../lib/http/list-view'
import type { Org } from '../../lib/org'
import type { Preferences } from '../../lib/preferences'
import { listedTagLimit, parseTag } from '../../lib/tags'
import {
  andDueToday,
  andInScope,
  type CardScope,
  cardColumns,
  cardJoins,
  card as findCard,
  newIds,
  pageOfCards,
} from '../cards/queries'
import { type IntervalSettings, readIntervalSettings } from '../cards/schedule/days'
import { stateAfterRating } from '../cards/schedule/fsrs'
import { type Rating, ratings } from '../cards/schedule/sm2'
import { ListedCard, waitOf } from '../cards/schema'
import { type CardsDue, cardsDueCount, datesDue, dueByTag, reviewDay, totalDue } from '../plans/cards-due'

/** FROM and following clauses of a SELECT of the card that has been due longest. */
const longestDue = (userId: string, scope: CardScope, today: string) => part`
      FROM cards ${cardJoins}
      WHERE cards.user_id = ${userId} AND cards.is_new = 0 AND cards.suspended = 0 AND cards.next_review <= ${today}
        ${andInScope(userId, scope)}
      ORDER BY cards.next_review, cards.last_reviewed_at
      LIMIT 1`

const nextDue = (db: D1Database, userId: string, scope: CardScope, today: string) =>
  rowAs(ListedCard, sql(db)`SELECT ${cardColumns} ${longestDue(userId, scope, today)}`)

/** The first card that was never reviewed, ordered by plan. */
const nextNew = (db: D1Database, userId: string, scope: CardScope) =>
  rowAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${cardJoins}
      WHERE cards.user_id = ${userId} AND cards.id = (${newIds(userId, scope, constant('1'))})`,
  )

const titlesOfPlans = (db: D1Database, userId: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title FROM plans WHERE user_id = ${userId} AND deleted_at IS NULL ORDER BY title`)

/** Number of latest reviews from which the usual time of a review is calculated. */
const timedReviews = 50

/** Number of extra cards per request, if the person has no daily new cards. */
const fewest = 10

/** Number of cards first reviewed on a date. */
const newSeen = async (db: D1Database, userId: string, date: string) =>
  (await sql(db)`
    SELECT count(*) AS seen FROM card_reviews
    WHERE user_id = ${userId} AND date = ${date} AND is_first = 1`.first<number>('seen')) ?? 0

/** Number of extra new cards offered once the day's new cards are done. */
const furtherOf = ({ new_cards_a_day: usual }: Preferences) => usual || fewest

/** Preference that gives today extra new cards. */
export const moreNewCards = async (db: D1Database, { id, preferences }: User, now: number) => {
  const { today } = reviewDay({ preferences }, now)
  const seen = await newSeen(db, id, today)
  const more_new_cards = `${today}.${Math.max(0, seen - preferences.new_cards_a_day) + furtherOf(preferences)}`
  return { more_new_cards }
}

/** Average seconds of a review; an estimate before the first timed review. */
export const averageReviewSeconds = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT avg(min(duration_ms, ${maxCountedMs})) / 1000 AS seconds
    FROM (SELECT duration_ms FROM card_reviews WHERE user_id = ${userId} ORDER BY date DESC LIMIT ${timedReviews})`.first<
    number | null
  >('seconds')) ?? 45

/** Number of reviews of a sitting by rating: `again.hard.good.easy`. */
const done = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,5}){3}$/)
  .catch('0.0.0.0')
  .transform((text) => text.split('.').map(Number))

/** In ms: all reviews of the sitting, and the last one. */
type Took = { all: number; last: number }

/** Maximum counted time of a review, in ms. A page left open is not a review. */
export const maxCountedMs = 300_000

export const tookText = ({ all, last }: Took) => `${all}.${last}`

/** Progress of a sitting. It is in the URL and in forms, so that it survives a reload and needs no JavaScript. */
export const Trail = z.object({
  plan: idParameter,
  tag: z.string().max(listedTagLimit).transform(parseTag).catch(''),
  /** Number of due cards when the sitting began; 0 before it begins. */
  of: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .catch(0),
  done,
  /** The last rated card, and the id and rating of that review; empty before the first review. */
  last: idParameter,
  review: idParameter,
  /** Id of the first review of the sitting. */
  first: idParameter,
  /** Milliseconds of all reviews and of the last one: `73000.4200`. */
  took: z
    .string()
    .regex(/^\d{1,10}\.\d{1,10}$/)
    .catch('0.0')
    .transform((text): Took => {
      const [all = 0, last = 0] = text.split('.').map(Number)
      return { all, last }
    }),
  rating: z
    .enum(['1', '2', '3', '4'])
    .transform((text): Rating => (text === '1' ? 1 : text === '2' ? 2 : text === '3' ? 3 : 4))
    .optional()
    .catch(undefined),
})
export type Trail = z.output<typeof Trail>

export const doneText = (counts: number[]) => counts.join('.')

export const doneCount = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)

/** Adds a review of a rating to the counts, or removes it. */
export const adjustCounts = (counts: number[], rating: Rating, step: 1 | -1) =>
  counts.map((count, index) => (index === rating - 1 ? Math.max(0, count + step) : count))

/** Path of the review. @param more further parameters */
export const reviewPath = (
  { plan, tag, of, done, last, review, first, took, rating }: Trail,
  more: Record<string, string> = {},
) => {
  const all = {
    plan,
    tag,
    of: of > 0 ? String(of) : '',
    done: doneCount(done) > 0 ? doneText(done) : '',
    last,
    review,
    first,
    took: took.all > 0 ? tookText(took) : '',
    rating: rating === undefined ? '' : String(rating),
    ...more,
  }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/review?${search}` : '/review'
}

/** A card just reviewed is not shown again within this time (ms) if there are new cards. */
const rest = 600_000

type Choice = { name: string; plan: string; tag: string; cards: number }

/** Plans and tags that have due cards. */
const choicesOf = (
  { byPlan, byTag }: Record<'byPlan' | 'byTag', Map<string, CardsDue>>,
  plans: { id: string; title: string }[],
): Choice[] => [
  ...plans.map(({ id, title }) => ({ name: title, plan: id, tag: '', cards: totalDue(byPlan.get(id) ?? noCards) })),
  ...[...byTag].map(([tag, due]) => ({ name: `#${tag}`, plan: '', tag, cards: totalDue(due) })),
]

const noCards: CardsDue = { due: 0, fresh: 0 }

/** Time until a card is due again, for each rating. */
const waitsOf = (card: ListedCard, wanted: IntervalSettings, today: string, now: number) =>
  ratings.map((rating) => {
    const after = stateAfterRating(card, { rating, reviewed_at: now, date: today }, wanted)
    return { rating, wait: waitOf({ ...after, scheduler: card.scheduler }, today) }
  })

/**
 * The card to review, and the number of cards left.
 * @param displayed card to display instead of the next one, unless it was rated since its question was displayed
 * @param now epoch ms
 */
export const reviewPage = async (
  db: D1Database,
  { id, preferences }: User,
  trail: Trail,
  { card: cardId, shown: shownAt }: { card: string; shown: number },
  now: number,
  org: Org,
) => {
  const { plan, tag } = trail
  const { today, newPerDay } = reviewDay({ preferences }, now)
  const scope = { plan, tag, org }
  // Only these reads tell which card is next.
  const candidates = part`
    SELECT ${cardId} UNION ALL SELECT * FROM (SELECT cards.id ${longestDue(id, scope, today)})
    UNION ALL SELECT * FROM (${newIds(id, scope, constant('1'))})`
  const [counts, due, fresh, shown, [nextDay], plans, ofOne, wantedFor] = await Promise.all([
    dueByTag(db, id, { today, newPerDay }, { planId: plan, org }),
    nextDue(db, id, scope, today),
    nextNew(db, id, scope),
    cardId === '' ? null : findCard(db, id, cardId),
    datesDue(db, id, today, { planId: plan, org }),
    titlesOfPlans(db, id),
    averageReviewSeconds(db, id),
    readIntervalSettings(db, { id, preferences }, candidates, today),
  ])
  const here = counts.within(plan, tag)
  const left = totalDue(here)
  const unseen = here.fresh > 0 ? fresh : null
  const isResting = due !== null && (due.last_reviewed_at ?? 0) > now - rest
  const isRated = shownAt > 0 && (shown?.last_reviewed_at ?? 0) > shownAt
  const card = (isRated ? null : shown) ?? (isResting ? (unseen ?? due) : (due ?? unseen))
  return {
    card,
    today,
    left,
    waits: card ? waitsOf(card, wantedFor(card.id), today, now) : [],
    trail: { ...trail, of: Math.max(trail.of, left) },
    /** Estimated seconds until all cards are reviewed. */
    secondsLeft: ofOne * left,
    planTitle: plans.find((one) => one.id === plan)?.title,
    choices: choicesOf(counts, plans).filter(({ cards }) => cards > 0),
    allLeft: totalDue(counts.within('', '')),
    /** Next later date on which cards are due. */
    nextDay,
    /** True if there are more new cards, which wait for another day. */
    hasMoreNew: fresh !== null && here.fresh === 0,
    furtherCount: furtherOf(preferences),
  }
}

export type ReviewPage = Awaited<ReturnType<typeof reviewPage>>

/** Maximum number of cards that a device caches for reviews without a network. */
const mostAhead = 30

/** The next cards to review, each as a complete page. @param now epoch ms */
export const nextReviewPages = async (
  db: D1Database,
  { id, preferences }: User,
  now: number,
  org: Org,
): Promise<(ReviewPage & { card: ListedCard })[]> => {
  const day = reviewDay({ preferences }, now)
  const { today } = day
  const [{ rows }, all, ofOne] = await Promise.all([
    pageOfCards(db, id, org, { shown: andDueToday(id, { org }, day), today }, mostAhead),
    cardsDueCount(db, id, day, { org }),
    averageReviewSeconds(db, id),
  ])
  const wantedFor = await readIntervalSettings(
    db,
    { id, preferences },
    rows.map((card) => card.id),
    today,
  )
  const rest = {
    planTitle: undefined,
    choices: [],
    allLeft: all,
    nextDay: undefined,
    hasMoreNew: false,
    furtherCount: 0,
  }
  return rows.map((card, done) => ({
    ...rest,
    card,
    today,
    left: all - done,
    waits: waitsOf(card, wantedFor(card.id), today, now),
    trail: { ...Trail.parse({}), of: all },
    secondsLeft: ofOne * (all - done),
  }))
}
