import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { DayPage, DayRegion } from '../../../views/figures/day/page'
import { timelinePath } from '../../../views/ui/links'
import { ToastPart } from '../../../views/ui/toast'
import { commit, orStale } from '../../lib/db/sql'
import { type App, localNow, todayOf } from '../../lib/env'
import { form } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { prefetchFragments, respond, wantsFragment } from '../../lib/http/respond'
import { duration, longDate } from '../../lib/text/format'
import { isDate } from '../../lib/time/days'
import { readWithNext } from '../../people/meetings/repeat'
import { respondRefusedMove } from '../../time/sessions/forms'
import type { SessionRow } from '../../time/sessions/schema'
import * as w from './overlaps'
import { acceptOverlap, type Cut, cutOverlap, loadPair, overlapOf } from './overlaps'
import { drawDay, readDay } from './redraw'
import { OverlapPairForm } from './schema'

type DatedApp = App & { Variables: { date: string } }

const requireDate = createMiddleware<DatedApp>(async (c, next) => {
  const date = c.req.param('date') ?? ''
  if (!isDate(date)) return c.notFound()
  c.set('date', date)
  await next()
})

/** Returns a function that responds to a write with the day. Its title takes the focus of the replaced button. */
const answerOf = <E extends App>(c: Context<E>, date: string) => {
  const fragments = prefetchFragments(c, () => drawDay(c, date, 'timeline'))
  return (message: string, undo?: string) =>
    respond(c, { toast: { message, undo }, page: timelinePath(date), fragments })
}

/** Responds with the current day and the reason why nothing was changed. @throws ProblemError without htmx */
const refuse = async (c: Context<DatedApp>, status: 409 | 422, detail: string) => {
  const title = 'Nothing was changed'
  if (!wantsFragment(c)) throw new ProblemError({ status, title, detail, code: 'not_settled' })
  c.status(status)
  return c.render([<ToastPart message={`${title}. ${detail}`} />, await drawDay(c, c.var.date, 'timeline')])
}

/** Handlers of a form about two sessions: parses the form, loads the pair and reports conflicts. */
const overlapHandlers = (
  act: (c: Context<DatedApp>, pair: [SessionRow, SessionRow]) => Promise<Response | 'moved' | 'nothing'>,
) =>
  [
    requireDate,
    form<typeof OverlapPairForm, DatedApp>(OverlapPairForm, 'Day', (c, draft) => respondRefusedMove(c, draft.errors)),
    async (c: Context<DatedApp, string, { out: { form: OverlapPairForm } }>) => {
      const pair = await loadPair(c.env.DB, c.var.user.id, c.req.valid('form'))
      if (pair === 'gone') return c.notFound()
      const result = pair === 'moved' ? pair : await act(c, pair)
      if (result === 'moved') return refuse(c, 409, 'One of the two sessions has changed since. Check again.')
      return result === 'nothing' ? refuse(c, 422, 'This can’t be done with these two sessions.') : result
    },
  ] as const

const cutHandlers = (cut: Cut) =>
  overlapHandlers(async (c, pair) => {
    const answer = answerOf(c, c.var.date)
    const result = await cutOverlap(c.env.DB, c.var.user.id, pair, cut, c.var.user.preferences.clock, Date.now())
    if (result === 'moved' || result === 'nothing') return result
    return answer(result.change.summary, undoPath(result.change.id))
  })

const keepHandlers = overlapHandlers(async (c, pair) => {
  const overlap = overlapOf(...pair)
  if (!overlap) return 'nothing'
  const answer = answerOf(c, c.var.date)
  if (!(await acceptOverlap(c.env.DB, c.var.user.id, pair))) return 'moved'
  const undo = undoPath('overlap.keep', c.var.date, pair[0].id, pair[1].id)
  return answer(`Kept both, with ${duration(overlap.seconds)} counted twice`, undo)
})

export const day = new Hono<App>()
  .get('/', (c) => c.redirect(timelinePath(todayOf(c)), 303))
  .get('/:date', requireDate, async (c) => {
    const { DB } = c.env
    const { user, date } = c.var
    const view = await readWithNext(DB, user.id, localNow(user), () => readDay(c, date))
    if (wantsFragment(c)) return c.render(<DayRegion {...view} />)
    return c.render(<DayPage {...view} />, { title: longDate(date, todayOf(c)) })
  })
  .post('/:date/overlaps/trim', ...cutHandlers('trim'))
  .post('/:date/overlaps/split', ...cutHandlers('split'))
  .post('/:date/overlaps/keep', ...keepHandlers)

/** Shows a kept overlap again as open. */
export const reopenOverlap = async (c: Context<App>, date: string, one: string, other: string) => {
  const { DB } = c.env
  const { user } = c.var
  if (!isDate(date)) return c.notFound()
  const answer = answerOf(c, date)
  const writes = [w.forgetKeptOverlap(DB, user.id, one, other), orStale(DB)]
  return (await commit(DB, user.id, [], writes)) ? answer('Overlap reopened') : c.notFound()
}
