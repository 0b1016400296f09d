import { Hono } from 'hono'
import { type App, todayOf } from '../../lib/env'
import { weekPath, weekView } from './schema'
import { sheet, showSheet } from './sheet/routes'

/** `/week` */
export const week = new Hono<App>()
  .get('/', async (c) => {
    const view = weekView(todayOf(c)).parse(c.req.query())
    return view.view === 'grid' ? showSheet(c, view) : c.redirect(weekPath(view.date, 'grid'), 303)
  })
  .route('/', sheet)
