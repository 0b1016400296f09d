import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { AddForm, DaysOff, DaysOffPage, datesOf } from '../../../views/time/days-off/page'
import type { ToastProps } from '../../../views/ui/toast'
import { commit } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import { form } from '../../lib/http/form'
import { ProblemError } from '../../lib/http/problem'
import { previousPath, wantsFragment } from '../../lib/http/respond'
import { respondWithList } from '../../lib/resource/listed-pages'
import { plural } from '../../lib/text/format'
import { daysBetween, type Range } from '../../lib/time/days'
import { daysOffList } from './queries'
import { addDaysOff, DaysOffForm, DaysOffView, daysOffRangeOf, removeDaysOff } from './schema'

const title = 'Days off'
const path = '/settings/days-off'

/** The next days off, for the overview of the settings. */
export const nextDayOff = async (c: Context<App>) => {
  const today = todayOf(c)
  const [next] = (await daysOffList(c.env.DB, c.var.user.id, today)).stretches
  return next && next.to >= today ? [`off ${datesOf(next, today)}`] : []
}

const listAt = (c: Context<App>, view?: DaysOffView) => daysOffList(c.env.DB, c.var.user.id, todayOf(c), view)

const changed = (c: Context<App>, toast: ToastProps, more?: Child) =>
  respondWithList(c, {
    path,
    toast,
    page: previousPath(c, path),
    more,
    list: async (search) => {
      const view = DaysOffView.parse(Object.fromEntries(search))
      return <DaysOff list={await listAt(c, view)} today={todayOf(c)} oob />
    },
  })

const stale = {
  status: 409,
  code: 'stale',
  title: 'These days off have changed since',
  detail: 'Nothing was removed. Check the list and try again.',
} as const

const countOf = ({ from, to }: Range) => plural(daysBetween(from, to) + 1, 'day off', 'days off')

export const daysOffRoutes = new Hono<App>()
  .get('/', async (c) => {
    const list = await listAt(c, DaysOffView.parse(c.req.query()))
    return c.render(<DaysOffPage list={list} today={todayOf(c)} />, { title })
  })

  .post(
    '/',
    form(
      DaysOffForm,
      title,
      async (c, draft) =>
        wantsFragment(c) ? (
          <AddForm draft={draft} />
        ) : (
          <DaysOffPage list={await listAt(c)} today={todayOf(c)} draft={draft} />
        ),
      { heading: false },
    ),
    async (c) => {
      const stretch = daysOffRangeOf(c.req.valid('form'))
      await commit(c.env.DB, c.var.user.id, ['stats'], addDaysOff(c.env.DB, c.var.user.id, stretch))
      return changed(c, { message: `${countOf(stretch)} added` }, <AddForm />)
    },
  )

  .post('/delete', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const query = DaysOffForm.safeParse(c.req.query())
    if (!query.success) return c.notFound()
    const stretch = daysOffRangeOf(query.data)
    if (await commit(DB, user.id, ['stats'], removeDaysOff(DB, user.id, stretch))) {
      return changed(c, {
        message: `${countOf(stretch)} removed`,
        undo: `${path}/restore?${new URLSearchParams(stretch)}`,
      })
    }
    if (!wantsFragment(c)) throw new ProblemError(stale)
    c.status(409)
    return changed(c, { message: `${stale.title}. ${stale.detail}` })
  })

  .post('/restore', async (c) => {
    const { DB } = c.env
    const query = DaysOffForm.safeParse(c.req.query())
    if (!query.success) return c.notFound()
    const stretch = daysOffRangeOf(query.data)
    await commit(DB, c.var.user.id, ['stats'], addDaysOff(DB, c.var.user.id, stretch))
    return changed(c, { message: `${countOf(stretch)} restored` })
  })
