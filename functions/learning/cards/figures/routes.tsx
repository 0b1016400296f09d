import { Hono } from 'hono'
import { CardFigures } from '../../../../views/learning/cards/figures'
import type { App } from '../../../lib/env'
import { reviewDay } from '../../plans/cards-due'
import { leechCount } from '../queries'
import { forecast, reviewWeeks } from './figures'

const shownDays = 30
const shownWeeks = 12

/** `/stats/cards` */
export const cardFigures = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { user } = c.var
  const day = reviewDay(user, Date.now())
  const when = { today: day.today, weekStart: user.preferences.week_start }
  const [days, weeks, leeches] = await Promise.all([
    forecast(DB, user.id, day, shownDays),
    reviewWeeks(DB, user.id, when, shownWeeks),
    leechCount(DB, user.id),
  ])
  return c.render(<CardFigures days={days} weeks={weeks} leeches={leeches} today={day.today} />, {
    title: 'Card reviews',
  })
})
