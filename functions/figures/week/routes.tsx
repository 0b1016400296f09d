import { type Context, Hono } from 'hono'
import { WeekPage } from '../../../views/figures/week/calendar'
import { saveSettings } from '../../account/settings/save'
import { loadShell } from '../../frame/shell/load'
import { type PageViews, readPageQuery } from '../../ledger/views'
import { type App, localNow, todayOf } from '../../lib/env'
import { combineParams } from '../../lib/filter'
import { submittedText } from '../../lib/http/form'
import { previousPath, redirectTo } from '../../lib/http/respond'
import { weekName } from '../../lib/text/format'
import { readWithNext } from '../../people/meetings/repeat'
import { readWeek } from './calendar'
import { WeekLook, type WeekView, weekView } from './schema'
import { sheet, showSheet } from './sheet/routes'

const showCalendar = async (c: Context<App>, view: WeekView, viewed: PageViews) => {
  const now = Date.now()
  const shell = loadShell(c)
  const week = await readWithNext(c.env.DB, c.var.user.id, localNow(c.var.user, now), () => readWeek(c, view, now))
  if (!week) return c.notFound()
  const title = `Week ${weekName({ date: week.range.from, to: week.range.to })}`
  return c.render(<WeekPage {...week} viewed={viewed} />, { title, shell: await shell })
}

/** `/week` */
export const week = new Hono<App>()
  .get('/', async (c) => {
    const { params, ...viewed } = await readPageQuery(c, 'week')
    const view = weekView(todayOf(c)).parse(combineParams(params))
    return view.view === 'grid' ? showSheet(c, view, viewed) : showCalendar(c, view, viewed)
  })
  .post('/look', async (c) => {
    const { success, data } = WeekLook.safeParse(submittedText(c))
    if (!success) return c.notFound()
    const { step, scale } = data
    await saveSettings(c.env.DB, c.var.user, {
      ...(step !== undefined && { week_step: step }),
      ...(scale !== undefined && { week_scale: scale }),
    })
    return redirectTo(c, previousPath(c, '/week'))
  })
  .route('/', sheet)
