import type { Described } from '../../lib/conflict'
import { daysBetween } from '../../lib/days'
import { dayMonth, plural } from '../../lib/format'
import { excerptOf } from '../../lib/markdown'
import type { Rating } from './schedule/sm2'
import type { ListedCard } from './schema'

export const ratingNames: Record<Rating, string> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' }

/** The beginning of a question, for titles and labels. */
export const cardTitle = ({ question }: Pick<ListedCard, 'question'>) => excerptOf(question, 60)

export const described: Described<ListedCard> = {
  question: ['Question', (question) => question],
  answer: ['Answer', (answer) => answer],
  tags: ['Tags', (tags) => tags],
  source: ['Source', (source) => source],
  plan_id: ['Plan', (id) => id ?? 'No plan'],
  suspended: ['Status', (suspended) => (suspended === 1 ? 'Suspended' : 'Active')],
}

/** When a card is due: `new`, `due today`, `due tomorrow`, `due 3 December`, `suspended`. */
export const dueText = ({ is_new, suspended, next_review }: ListedCard, today: string) => {
  if (suspended === 1) return 'suspended'
  if (is_new === 1) return 'new'
  const days = daysBetween(today, next_review)
  if (days <= 0) return 'due today'
  return days === 1 ? 'due tomorrow' : `due ${dayMonth(next_review, today)}`
}

/** Days between reviews, by the scheduler in use; 0 for less than one. */
export const intervalDays = ({
  scheduler,
  interval_days,
  fsrs,
}: Pick<ListedCard, 'scheduler' | 'interval_days' | 'fsrs'>) =>
  scheduler === 'fsrs' && fsrs !== null ? fsrs.scheduled_days : interval_days

/** Milliseconds from a card's last review until it is due again; whole days for a day or more. */
export const waitOf = (card: Parameters<typeof intervalDays>[0]) => {
  const days = intervalDays(card)
  return days > 0 || !card.fsrs?.reviewed_at ? days * 86_400_000 : card.fsrs.due_at - card.fsrs.reviewed_at
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const monthDays = 30.44

/** How long until a card comes back: `10 min`, `6 days`, `4 months`, `1.5 years`. */
export const waitText = (milliseconds: number) => {
  if (milliseconds < hourMs) return `${Math.max(1, Math.round(milliseconds / minuteMs))} min`
  if (milliseconds < dayMs) return `${Math.round(milliseconds / hourMs)} h`
  const days = Math.round(milliseconds / dayMs)
  if (days < 60) return plural(days, 'day')
  const months = days / monthDays
  if (months < 24) return plural(Math.round(months), 'month')
  return `${Number((months / 12).toFixed(1))} years`
}
