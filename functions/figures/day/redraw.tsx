import type { Context } from 'hono'
import { DayRegion } from '../../../views/figures/day/page'
import type { App } from '../../lib/env'
import type { Redraw } from '../../lib/feature'
import { regionOnScreen, wantsFragment } from '../../lib/http/respond'
import { isDate } from '../../lib/time/days'
import { loadDay } from './page-data'

/** Reads a day. Entry lines open on screen stay open, except the line of this request. */
export const readDay = <E extends App>(c: Context<E>, date: string) => {
  const rows = wantsFragment(c) ? (regionOnScreen(c, '/sessions/entry')?.getAll('row') ?? []) : []
  const open = rows.filter((row) => row !== c.req.query('row'))
  return loadDay(c.env.DB, c.var.user, date, Date.now(), { open, context: c.var.orgTime })
}

/** Renders the day on screen again. @param focus of `Day` */
export const drawDay = async <E extends App>(c: Context<E>, date: string, focus?: string) => (
  <hx-partial hx-target="#day" hx-swap="outerMorph">
    <DayRegion {...(await readDay(c, date))} focus={focus} />
  </hx-partial>
)

export const redrawDay: Redraw = async (c, query, _dates, added) => {
  const date = query.get('date') ?? ''
  return isDate(date) ? drawDay(c, date, added) : null
}
