import { type Context, Hono } from 'hono'
import { SheetPage } from '../../../views/figures/week/sheet'
import { type App, todayOf } from '../../lib/env'
import { weekName } from '../../lib/text/format'
import { weekPath, weekView } from './schema'
import { readSheet } from './sheet/rows'

const showSheet = async (c: Context<App>, date: string) => {
  const sheet = await readSheet(c, date, Date.now())
  return c.render(<SheetPage {...sheet} />, { title: `Timesheet ${weekName({ date: sheet.from, to: sheet.to })}` })
}

/** `/week` */
export const week = new Hono<App>().get('/', async (c) => {
  const { date, view } = weekView(todayOf(c)).parse(c.req.query())
  return view === 'grid' ? showSheet(c, date) : c.redirect(weekPath(date, 'grid'), 303)
})
