import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'
import type { NewEvidenceValues } from '../../functions/reviews/evidence/schema'
import { periodOf, previousPeriod, type ReviewPeriod } from '../../functions/reviews/period-reviews/schema'
import { seededRandom } from './random'

/** Words about the period that begins on `date`; `at` is the moment (epoch ms) when they were written. */
export type HistoryReview = { id: string; period: ReviewPeriod; date: string; words: string; at: number }
export type HistoryDraft = { id: string; values: NewEvidenceValues; at: number }

/** The latest period first. */
const weeks = [
  'The equations are in, and the stock model ran through at last. Wednesday went to small things: mail, the clinic, three short calls.\n\nNext week: mornings for the chapter, everything else after lunch.',
  'Slower than planned. The booking site took two evenings that I had meant for the thesis, and I said yes to both.\n\nAsk for the dates of the clinic’s go-live before promising anything.',
  'A good week. Writing first thing in the morning works, and the weekly hour of Portuguese fits on the train.',
] as const

const months = [
  'The methods chapter has a shape: site, cores, slicing, loss on ignition. The dating is still a list of questions.\n\nI tracked more than in September and felt less busy. Fewer projects a day is the reason, I think.',
] as const

const weekStart = 1

/** Weeks and months before the present ones with the words about them. */
export const reviewsOn = (today: string, zone: Zone): HistoryReview[] => {
  const random = seededRandom(41)
  const written = (period: ReviewPeriod, all: readonly string[]) => {
    let range = periodOf(period, today, weekStart)
    return all.map((words) => {
      range = previousPeriod(period, range)
      const at = wallTime(range.to, '18:20', zone)
      return { id: random.id(at), period, date: range.from, words, at }
    })
  }
  return [...written('week', weeks), ...written('month', months)].toSorted((a, b) => a.at - b.at)
}

/** One draft of half a year of work. */
export const draftsOn = (today: string, zone: Zone): HistoryDraft[] => {
  const at = wallTime(addDays(today, -9), '10:15', zone)
  return [
    {
      id: seededRandom(42).id(at),
      at,
      values: {
        title: 'For the talk with the committee',
        from_date: addDays(today, -182),
        to_date: addDays(today, -10),
        introduction:
          'What I finished since the proposal was accepted, and what I learned on the way. The dating of the cores comes next.',
        left_out: ['project:none', 'part:learnings'],
      },
    },
  ]
}
