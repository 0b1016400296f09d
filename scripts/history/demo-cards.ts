import type { ReviewRow } from '../../functions/learning/cards/reviews/reviews'
import { replayRatings } from '../../functions/learning/cards/schedule/fsrs'
import { newSm2, type Rating } from '../../functions/learning/cards/schedule/sm2'
import type { CardState, NewCardValues } from '../../functions/learning/cards/schema'
import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'
import { demoPlans } from './demo-plans'
import { type Random, seededRandom } from './random'
import { recordsOf } from './records'

/** Plan, chunk, the day it was made from today, and tags; then the question and the answer. */
const cards = recordsOf(`
# statistics-1 unit-1 -380 data
Mean or median: which one does a single outlier move?
The **mean**.
# statistics-1 unit-1 -378 data
What is the box of a box plot?
The middle half: first to third quartile.
# statistics-1 unit-2 -350 chance
*P*(A | B) in words?
How often A happens among the cases in which B did.
# statistics-1 unit-3 -338 samples
How does the standard error fall with the size *n* of a sample?
With 1 / √*n*: four times the cores, half the error.
# statistics-1 set-2 -312 tests
What does a 95 % interval promise?
That the method covers the true value in 95 of 100 samples. Not that this one does.
# statistics-2 unit-1 -44 models
What is the intercept of stock against depth?
The stock at depth 0, **if** the line holds there.
# statistics-2 unit-1 -43 models
What does R² say, and what does it not?
The share of variance that the line explains. Not that the line is right.
# statistics-2 unit-1 -40 models
Why centre a predictor?
So that the intercept is at its mean, where there are data.
# statistics-2 unit-2 -34 residuals
A funnel in the residuals against fitted values means …
… the variance grows with the mean. Try a logarithm.
# statistics-2 unit-2 -33 residuals
Leverage or influence: which one needs the response?
**Influence.** Leverage comes from the predictors alone.
# statistics-2 unit-2 -31 residuals
What does a Q–Q plot compare?
Quantiles of the residuals with those of a normal distribution.
# statistics-2 set-1 -22 models
Core 9 has a Cook’s distance of 1.4. What now?
Refit without it and report both. Look at the core before dropping it.
# statistics-2 unit-3 -12 interactions
What is an interaction, in one sentence?
The slope of one predictor depends on the value of another.
# statistics-2 unit-3 -11 interactions
In R: what does \`depth * station\` expand to?
\`depth + station + depth:station\`
# statistics-2 unit-3 -5 interactions
May a main effect be dropped while its interaction stays?
No: the interaction then means something else.
# statistics-2 unit-3 -1 interactions
How do you draw an interaction?
One line for each group, on the same axes.
`)

export type HistoryCard = {
  id: string
  values: NewCardValues
  /** Local date and moment (epoch ms) at which it was made. */
  date: string
  created_at: number
  state: CardState
  reviews: ReviewRow[]
}

/** Mostly good. */
const drawn = ({ next }: Random): Rating => {
  const at = next()
  return at < 0.08 ? 1 : at < 0.2 ? 2 : at < 0.85 ? 3 : 4
}

/** The last evening with a review, in days from today, so that some cards are due. */
const lastReview = -12

/** Cards with reviews of most evenings, by the scheduler of their plan. Equal days give equal cards. */
export const cardsOn = (today: string, zone: Zone): HistoryCard[] => {
  const random = seededRandom(23)
  return cards.map(({ words: [plan = '', chunk = '', day, ...tags], title: question, body: answer }, index) => {
    const from = Number(day)
    const scheduler = demoPlans.find(({ id }) => id === plan)?.scheduler
    const made = addDays(today, from)
    const created_at = wallTime(made, '19:45', zone) + index * 60_000
    const id = random.id(created_at)
    let state: CardState = {
      ...newSm2,
      fsrs: null,
      sm2_next: made,
      fsrs_next: made,
      last_reviewed_at: null,
      is_new: 1,
      updated_at: created_at,
    }
    const reviews: ReviewRow[] = []
    for (let offset = from + 1; offset <= lastReview; offset += 1) {
      const date = addDays(today, offset)
      const due = scheduler === 'fsrs' ? state.fsrs_next : state.sm2_next
      if (due > date || random.chance(0.2)) continue
      const reviewed_at = wallTime(date, '20:10', zone) + index * 30_000
      const rating = { rating: drawn(random), reviewed_at, date }
      for (const step of replayRatings(state, [rating])) {
        const own = { id: random.id(reviewed_at), card_id: id, duration_ms: random.int(4, 25) * 1000 }
        reviews.push({ ...step, ...own, is_first: step.before.is_new, created_at: reviewed_at })
        state = step.after
      }
    }
    const values = { plan_id: plan, chunk_id: chunk, question, answer, tags: tags.join(' '), source: '' }
    return { id, values, date: made, created_at, state, reviews }
  })
}
