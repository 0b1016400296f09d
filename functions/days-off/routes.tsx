import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { AddForm } from '../../views/days-off/form'
import { DaysOff, DaysOffPage } from '../../views/days-off/page'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import { daysBetween } from '../lib/days'
import type { App } from '../lib/env'
import { form } from '../lib/form'
import { plural } from '../lib/format'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { commit } from '../lib/sql'
import { todayOf } from '../lib/today'
import { daysOffList } from './list'
import { DaysOffForm, DaysOffView, daysNamed } from './schema'
import { addDaysOff, removeDaysOff } from './writes'

const title = 'Days off'
const path = '/settings/days-off'

const listAt = (c: Context<App>, view?: DaysOffView) => daysOffList(c.env.DB, c.var.user.id, todayOf(c), view)

/** The page of the list from which a part was asked for. */
const listSeen = (c: Context<App>) => {
  const url = URL.parse(cameFrom(c, path), 'http://here')
  return listAt(c, DaysOffView.parse(Object.fromEntries(url?.searchParams ?? [])))
}

/** After a write: htmx gets the list anew, and what `more` there is, everyone else the page that they came from. */
const changed = async (c: Context<App>, toast: ToastProps, more?: Child) => {
  if (wantsFragment(c)) {
    return c.render(
      <>
        {more}
        <DaysOff list={await listSeen(c)} today={todayOf(c)} oob />
        <ToastPart {...toast} />
      </>,
    )
  }
  flash(c, toast)
  const back = cameFrom(c, '/settings')
  return c.redirect(back === '/settings' ? '/settings#days-off' : back, 303)
}

const stale = {
  status: 409,
  code: 'stale',
  title: 'These days off have changed',
  detail: 'Nothing was removed. Look at the list again.',
} as const

const counted = ({ from, to }: { from: string; to: string }) => plural(daysBetween(from, to) + 1, 'day off', 'days off')

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
      const days = daysNamed(c.req.valid('form'))
      await commit(c.env.DB, c.var.user.id, ['stats'], addDaysOff(c.env.DB, c.var.user.id, days))
      return changed(c, { message: `${counted(days)} added` }, <AddForm />)
    },
  )

  .post('/delete', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const asked = DaysOffForm.safeParse(c.req.query())
    if (!asked.success) return c.notFound()
    const days = daysNamed(asked.data)
    if (await commit(DB, user.id, ['stats'], removeDaysOff(DB, user.id, days))) {
      return changed(c, { message: `${counted(days)} removed`, undo: `${path}/restore?${new URLSearchParams(days)}` })
    }
    if (!wantsFragment(c)) throw new ProblemError(stale)
    c.status(409)
    return changed(c, { message: `${stale.title}. ${stale.detail}` })
  })

  .post('/restore', async (c) => {
    const { DB } = c.env
    const asked = DaysOffForm.safeParse(c.req.query())
    if (!asked.success) return c.notFound()
    const days = daysNamed(asked.data)
    await commit(DB, c.var.user.id, ['stats'], addDaysOff(DB, c.var.user.id, days))
    return changed(c, { message: `${counted(days)} restored` })
  })
