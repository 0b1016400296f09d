import { z } from 'zod'
import { afterAllIds } from '../lib/api/list'
import { idInView, searchLimit } from '../lib/list-view'
import type { Org } from '../lib/org'
import { matchExpression } from '../lib/search/match'
import { cleanText } from '../lib/text'
import type { ReviewDay } from '../plans/cards-due'
import { cardsPageBefore, type PlanChoice, planChoices } from './queries'
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
  after: idInView,
})
export type CardsView = z.infer<typeof CardsView>

export type CardsPage = {
  view: CardsView
  cards: ListedCard[]
  plans: PlanChoice[]
  next?: string
  today: string
}

export const cardsPage = async (
  db: D1Database,
  userId: string,
  view: CardsView,
  day: ReviewDay,
  org: Org,
): Promise<CardsPage> => {
  const { q, plan, tag, show, leech, after } = view
  const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'card' })
  const filter = {
    cursor: after || afterAllIds,
    plan,
    tag,
    match,
    show: show || undefined,
    isLeech: leech === '1',
    org,
  } as const
  const [{ rows: cards, next }, plans] = await Promise.all([
    q !== '' && match === undefined
      ? { rows: [], next: undefined }
      : cardsPageBefore(db, userId, filter, day, pageSize),
    planChoices(db, userId, org),
  ])
  return { view, cards, plans, today: day.today, next }
}

export const isFiltered = ({ q, plan, tag, show, leech }: CardsView) =>
  [q, plan, tag, show, leech].some((value) => value !== '')

/** Path of the list with its filters. @param after cursor */
export const cardsPath = ({ after: _, ...filters }: CardsView, after = '') => {
  const search = new URLSearchParams(Object.entries({ ...filters, after }).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/cards?${search}` : '/cards'
}
