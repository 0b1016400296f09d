import { v7 as uuid } from 'uuid'
import { clozeAnswer, clozeQuestion, hasCloze } from '../../functions/learning/cards/cloze'
import { type Rating, rateSm2, ratings, sm2Due } from '../../functions/learning/cards/schedule/sm2'
import type { Preferences } from '../../functions/lib/preferences'
import { dayOf } from '../../functions/lib/time/days'
import { groupThousands, plural } from '../../functions/lib/time/duration'
import type { CardData, Review } from '../../functions/programs/sync/core/protocol'
import { type ApiResponse, type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { type Input, openInput } from '../output/prompt'
import { sanitize, wrapLines } from '../output/text'
import { resolvePlan } from '../plans/plans'
import type { Database } from '../store/database'
import { storedPreferences } from '../store/person'
import { countNewReviewed, dueCards, planTitle, queuedReviews, type VisibleRow } from '../store/queries'
import { addReview } from '../sync/write'
import { currentDay } from '../time/today'

const names: Record<Rating, string> = { 1: 'again', 2: 'hard', 3: 'good', 4: 'easy' }
const quit = ['q', '\u001b']
const show = [' ', '\r', '\n']

const ratingOf = (key: string) => ratings.find((rating) => String(rating) === key)

const limitOf = (context: Context) => {
  const typed = optionText(context, 'limit')
  if (typed === undefined) return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,5}$/.test(typed)) throw new Failure('usage', '--limit needs a number of cards, from 1.')
  return Number(typed)
}

/** Waits for one of the wanted keys; null if the person stops. */
const keyOf = async <Key>(input: Input, wanted: (key: string) => Key | undefined): Promise<Key | null> => {
  for (;;) {
    const key = await input.key()
    if (key === null || quit.includes(key)) return null
    const found = wanted(key)
    if (found !== undefined) return found
  }
}

const shown = ({ terminal }: Context, text: string) =>
  wrapLines(sanitize(text), Math.min(terminal.width, 88) - 2)
    .map((line) => `  ${line}`)
    .join('\n')

type Place = { index: number; total: number }

type Rated = Pick<Review, 'rating' | 'reviewed_at'>

/** The card after a rating, until the server sends its schedule. */
const rated = (card: CardData, { rating, reviewed_at }: Rated, preferences: Preferences): CardData => {
  const state = rateSm2(card, rating)
  const next_review = sm2Due(dayOf(reviewed_at, preferences), rating, state)
  return { ...card, ...state, next_review, last_review: reviewed_at }
}

const isNew = ({ last_review, repetitions }: CardData) => last_review === null && repetitions === 0

/**
 * Cards to review today: due cards, then the day's remaining new cards. Queued ratings count.
 * @param today local date
 */
const cardsToReview = (
  db: Database,
  today: { date: string; from: number },
  preferences: Preferences,
  planId: string | null,
): VisibleRow<CardData>[] => {
  const waiting = Map.groupBy(queuedReviews(db), ({ card_id }) => card_id)
  const due = dueCards(db, today.date, planId)
    .map(({ id, data }) => ({
      id,
      data: (waiting.get(id) ?? []).reduce((card, review) => rated(card, review, preferences), data),
    }))
    .filter(({ data }) => data.next_review <= today.date)
  const seen = due.filter(({ data }) => !isNew(data))
  const left = Math.max(0, preferences.new_cards_a_day - countNewReviewed(db, today.from))
  return [...seen, ...due.filter(({ data }) => isNew(data)).slice(0, left)]
}

const ask = async (context: Context, input: Input, { id, data }: VisibleRow<CardData>, { index, total }: Place) => {
  const { terminal, now, store } = context
  const { db, device } = store()
  const { paint, write } = terminal
  const from = data.plan_id === null ? '' : ` · ${sanitize(planTitle(db, data.plan_id) ?? data.plan_id)}`
  write(
    `\n${paint('dim', `Card ${groupThousands(index + 1)} of ${groupThousands(total)}${from}`)}\n\n${paint('bold', shown(context, clozeQuestion(data.question)))}\n`,
  )
  const began = now()
  write(paint('dim', '\nSpace shows the answer, q stops.\n'))
  if ((await keyOf(input, (key) => (show.includes(key) ? key : undefined))) === null) return null
  const whole = hasCloze(data.question) ? `${shown(context, clozeAnswer(data.question))}\n\n` : ''
  write(`\n${whole}${shown(context, data.answer)}\n\n`)
  write(`${ratings.map((rating) => `${paint('cyan', String(rating))} ${names[rating]}`).join('   ')}\n`)
  const rating = await keyOf(input, ratingOf)
  if (rating === null) return null
  const review = { id: uuid(), card_id: id, rating, reviewed_at: now(), duration_ms: Math.max(0, now() - began) }
  addReview(device, review)
  // The plan's scheduler decides the next date, and only the server has it.
  write(`${paint('green', '✓')} ${names[rating]}\n`)
  return rating
}

/** Asks each card in turn. Each rating is stored at once, so an interruption loses nothing. */
const session = async (context: Context, cards: VisibleRow<CardData>[]): Promise<ApiResponse> => {
  const given: Rating[] = []
  const input = openInput(context)
  try {
    for (const [index, card] of cards.entries()) {
      const rating = await ask(context, input, card, { index, total: cards.length })
      if (rating === null) break
      given.push(rating)
    }
  } finally {
    input.close()
  }
  const left = cards.length - given.length
  const rest = left > 0 ? `, ${groupThousands(left)} left` : ', none left'
  return {
    json: { reviewed: given.length },
    text: given.length > 0 ? ['', `${plural(given.length, 'card')} reviewed${rest}.`] : ['', 'Nothing was rated.'],
    hasWritten: given.length > 0,
  }
}

/** Reviews cards that are due; with --json lists them. */
export const review: Run = async (context) => {
  const { store, args, now, isJson } = context
  const { db } = store()
  const preferences = storedPreferences(db)
  const limit = limitOf(context)
  const planId = args[0] === undefined ? null : resolvePlan(db, args[0]).plan.id
  const today = currentDay(preferences, now())
  const cards = cardsToReview(db, today, preferences, planId).slice(0, limit)
  if (isJson) return { json: { cards: cards.map(({ id, data }) => ({ id, ...data })) }, text: [] }
  if (cards.length === 0) return { json: {}, text: ['No cards are due. Well done.'] }
  return session(context, cards)
}
