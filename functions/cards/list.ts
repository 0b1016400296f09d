import { z } from 'zod'
import type { Option } from '../../views/ui/field'
import { listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { filingOptions } from '../lib/resource/choices'
import { constant } from '../lib/sql'
import type { ReviewDay } from '../plans/cards-due'
import { dueToday, pageOfCards } from './queries'
import { type ListedCard, oneTag } from './schema'

const pageSize = 50

const short = z.string().max(100).catch('')

/** Query of `/cards`. An invalid value counts as none. */
export const CardsView = z.object({
  ...listView,
  plan: short,
  tag: short.transform(oneTag),
  show: z.enum(['', 'due', 'suspended']).catch(''),
  leech: z.enum(['', '1']).catch(''),
})
export type CardsView = z.infer<typeof CardsView>

export type CardsPage = {
  view: CardsView
  rows: ListedCard[]
  plans: Option[]
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
  const shown =
    show === 'due'
      ? dueToday(userId, { plan, org }, day)
      : constant(show === 'suspended' ? 'AND cards.suspended = 1' : '')
  const filter = { q, after, plan_id: plan, tag, isLeech: leech === '1', shown }
  const [{ rows, next }, plans] = await Promise.all([
    pageOfCards(db, userId, org, filter, pageSize),
    filingOptions(db, userId, org, 'plan_id'),
  ])
  return { view, rows, plans, today: day.today, next }
}
