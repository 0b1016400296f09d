import { z } from 'zod'
import { afterAllIds } from '../lib/api/list'
import { cleanText } from '../lib/text'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'
import { cardsBefore, type PlanChoice, planChoices } from './queries'
import { type ListedCard, oneTag } from './schema'

const pageSize = 50

const short = z.string().max(100).catch('')

/** Query of `/cards`. An invalid value counts as none. */
export const CardsView = z.object({
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  plan: short,
  tag: short.transform(oneTag),
  show: z.enum(['', 'due', 'suspended']).catch(''),
  leech: z.enum(['', '1']).catch(''),
  after: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .catch(''),
})
export type CardsView = z.infer<typeof CardsView>

export type CardsPage = {
  view: CardsView
  cards: ListedCard[]
  plans: PlanChoice[]
  next?: string
  today: string
}

/** @param today the person's local date */
export const cardsPage = async (db: D1Database, userId: string, view: CardsView, today: string): Promise<CardsPage> => {
  const { q, plan, tag, show, leech, after } = view
  const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'card' })
  const filter = {
    cursor: after || afterAllIds,
    plan,
    tag,
    match,
    show: show || undefined,
    isLeech: leech === '1',
  } as const
  const [rows, plans] = await Promise.all([
    q !== '' && match === undefined ? [] : cardsBefore(db, userId, filter, today, pageSize),
    planChoices(db, userId),
  ])
  const cards = rows.slice(0, pageSize)
  return { view, cards, plans, today, next: rows.length > pageSize ? cards.at(-1)?.id : undefined }
}

export const isFiltered = ({ q, plan, tag, show, leech }: CardsView) =>
  [q, plan, tag, show, leech].some((value) => value !== '')

/** Path of the list with its filters. @param after cursor */
export const cardsPath = ({ after: _, ...filters }: CardsView, after = '') => {
  const search = new URLSearchParams(Object.entries({ ...filters, after }).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/cards?${search}` : '/cards'
}
