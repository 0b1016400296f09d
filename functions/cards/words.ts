import type { Described } from '../lib/conflict'
import { daysBetween } from '../lib/days'
import { dayMonth } from '../lib/format'
import { firstCharacters } from '../lib/text'
import type { Rating } from './schedule/sm2'
import type { ListedCard } from './schema'

export const ratingNames: Record<Rating, string> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' }

/** In characters. */
const titleLength = 60

/** The first line of a question, shortened, for titles and labels. */
export const cardTitle = ({ question }: Pick<ListedCard, 'question'>) => {
  const [line = ''] = question.split('\n', 1)
  const start = firstCharacters(line, titleLength)
  return start.length < line.length ? `${start}…` : line
}

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
