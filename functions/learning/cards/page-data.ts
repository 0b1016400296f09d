import { constant } from '../../lib/db/sql'
import type { Org } from '../../lib/org'
import { filingOptions } from '../../lib/resource/filing-choices'
import type { ReviewDay } from '../plans/cards-due'
import { andDueToday, type CardsView, pageOfCards } from './queries'

const pageSize = 50

export const cardsPage = async (db: D1Database, userId: string, view: CardsView, day: ReviewDay, org: Org) => {
  const { q, plan, tag, show, leech, after } = view
  const shown =
    show === 'due'
      ? andDueToday(userId, { plan, org }, day)
      : constant(show === 'suspended' ? 'AND cards.suspended = 1' : '')
  const filter = { q, after, plan_id: plan, tag, isLeech: leech === '1', shown, today: day.today }
  const [{ rows, next }, plans] = await Promise.all([
    pageOfCards(db, userId, org, filter, pageSize),
    filingOptions(db, userId, org, 'plan_id'),
  ])
  return { view, rows, plans, today: day.today, next }
}

export type CardsPage = Awaited<ReturnType<typeof cardsPage>>
