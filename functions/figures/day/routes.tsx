import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LogGap } from '../../../views/figures/day/log-gap'
import { Day, type DayNotice, DayPage } from '../../../views/figures/day/page'
import { timelinePath } from '../../../views/ui/links'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import { commit, orStale } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import { form, submittedAll, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { flash, fragmentsWith, wantsFragment } from '../../lib/http/respond'
import { duration, longDate } from '../../lib/text/format'
import { shortQuoted } from '../../lib/text/text'
import { isDate } from '../../lib/time/days'
import { countGeneral, type GeneralProject, generalWords } from '../../time/sessions/general'
import type { NewSession, SessionRow } from '../../time/sessions/schema'
import { titleOf } from '../../time/sessions/words'
import { gapId, logGap } from './log-gap'
import * as w from './overlaps'
import { type Cut, cutOverlap, keepBoth, loadPair, overlapOf } from './overlaps'
import { type GapDraft, loadDay } from './page-data'
import { GapForm, KeptPair, noGap, ShownPair } from './schema'

type DatedApp = App & { Variables: { date: string } }

const requireDate = createMiddleware<DatedApp>(async (c, next) => {
  const date = c.req.param('date') ?? ''
  if (!isDate(date)) return c.notFound()
  c.set('date', date)
  await next()
})

const pageTitle = (c: Context<DatedApp>) => longDate(c.var.date, todayOf(c))

/** Keys of gaps whose forms the page says are open, so that an answer keeps them. */
const openGaps = (c: Context<DatedApp>) =>
  c.req.method === 'POST' ? submittedAll(c, 'log') : (c.req.queries('log') ?? [])

const readDay = (c: Context<DatedApp>) =>
  loadDay(c.env.DB, c.var.user, c.var.date, Date.now(), {
    gaps: openGaps(c),
    context: c.var.orgTime,
  })

type ReadDay = () => ReturnType<typeof readDay>

type Answer = { notice?: DayNotice; toast?: ToastProps; read?: ReadDay }

const answer = async (c: Context<DatedApp>, { notice, toast, read = () => readDay(c) }: Answer = {}) => {
  const view = await read()
  if (!wantsFragment(c)) return c.render(<DayPage {...view} notice={notice} />, { title: pageTitle(c) })
  const isAsked = c.req.method === 'POST'
  return c.render([
    <Day {...view} notice={notice} focus={isAsked ? 'timeline' : undefined} />,
    toast && <ToastPart {...toast} />,
  ])
}

const refuse = (c: Context<DatedApp>, status: 409 | 422, notice: DayNotice) => {
  c.status(status)
  return answer(c, { notice })
}

const respondResolved = (c: Context<DatedApp>, toast: ToastProps, read?: ReadDay) => {
  if (wantsFragment(c)) return answer(c, { toast, read })
  flash(c, toast)
  return c.redirect(timelinePath(c.var.date), 303)
}

const invalidPage = async (c: Context<DatedApp>, messages: Partial<Record<string, string[]>>) => {
  const view = await loadDay(c.env.DB, c.var.user, c.var.date, Date.now(), { context: c.var.orgTime })
  const [message = 'Reload the page'] = Object.values(messages).flatMap((those) => those ?? [])
  const Part = wantsFragment(c) ? Day : DayPage
  return <Part {...view} notice={{ message }} />
}

/** Handlers for a form about two sessions: parses it, loads the pair and answers conflicts. */
const overlapHandlers = (
  act: (c: Context<DatedApp>, pair: [SessionRow, SessionRow]) => Promise<Response | 'moved' | 'nothing'>,
) =>
  [
    requireDate,
    form<typeof ShownPair, DatedApp>(ShownPair, 'Day', (c, draft) => invalidPage(c, draft.errors), { heading: false }),
    async (c: Context<DatedApp, string, { out: { form: ShownPair } }>) => {
      const pair = await loadPair(c.env.DB, c.var.user.id, c.req.valid('form'))
      if (pair === 'gone') return c.notFound()
      const result = pair === 'moved' ? pair : await act(c, pair)
      if (result === 'moved') {
        return refuse(c, 409, {
          message: 'One of the two sessions has changed since. Nothing was saved. Check again.',
        })
      }
      return result === 'nothing' ? refuse(c, 422, { message: 'This can’t be done with these two sessions.' }) : result
    },
  ] as const

const cutHandlers = (cut: Cut) =>
  overlapHandlers(async (c, pair) => {
    const { clock } = c.var.user.preferences
    const read = fragmentsWith(c, () => readDay(c))
    const result = await cutOverlap(c.env.DB, c.var.user.id, pair, cut, clock, Date.now())
    if (result === 'moved' || result === 'nothing') return result
    return respondResolved(c, { message: result.change.summary, undo: pathTo`/changes/${result.change.id}/undo` }, read)
  })

const keepHandlers = overlapHandlers(async (c, pair) => {
  const overlap = overlapOf(...pair)
  if (!overlap) return 'nothing'
  const read = fragmentsWith(c, () => readDay(c))
  if (!(await keepBoth(c.env.DB, c.var.user.id, pair))) return 'moved'
  const ids = new URLSearchParams({ one: pair[0].id, other: pair[1].id })
  const undo = `${timelinePath(c.var.date)}/overlaps/undo?${ids}`
  return respondResolved(c, { message: `Kept both, with ${duration(overlap.seconds)} counted twice`, undo }, read)
})

/** The form of a gap again, with messages. */
const invalidGap = async (c: Context<DatedApp>, draft: GapDraft) => {
  const key = draft.values.gap ?? ''
  const view = await loadDay(c.env.DB, c.var.user, c.var.date, Date.now(), {
    gaps: [key],
    draft,
    context: c.var.orgTime,
  })
  const [gap] = view.logging?.gaps ?? []
  if (!gap || !wantsFragment(c)) return gap ? <DayPage {...view} /> : invalidPage(c, { gap: [noGap] })
  return <LogGap gap={gap} {...view} />
}

const respondInvalidGap = async (c: Context<DatedApp>, errors: GapDraft['errors']) => {
  c.status(422)
  return c.render(await invalidGap(c, { values: submittedText(c), errors }), { title: pageTitle(c) })
}

/** The day with its new session in focus. The form goes first, because a morph would keep it. */
type Logged = { added: NewSession; general: GeneralProject | null }

const respondLogged = async (c: Context<DatedApp>, { added, general }: Logged, gap: string) => {
  countGeneral(c, general)
  const message = `Logged ${shortQuoted(titleOf(added))}, ${duration(added.duration_seconds)}${generalWords(general)}`
  const toast = { message, undo: pathTo`/sessions/${added.id}/delete` }
  if (!wantsFragment(c)) return respondResolved(c, toast)
  const open = openGaps(c).filter((key) => key !== gap)
  const view = await loadDay(c.env.DB, c.var.user, c.var.date, Date.now(), { gaps: open, context: c.var.orgTime })
  return c.render([
    <hx-partial hx-target={`#${gapId(gap)}`} hx-swap="delete" />,
    <Day {...view} focus={added.id} />,
    <ToastPart {...toast} />,
  ])
}

export const day = new Hono<App>()
  .get('/', (c) => c.redirect(timelinePath(todayOf(c)), 303))
  .get('/:date', requireDate, (c) => answer(c))
  .post(
    '/:date/log',
    requireDate,
    form<typeof GapForm, DatedApp>(GapForm, 'Day', invalidGap, { heading: false }),
    async (c) => {
      const typed = c.req.valid('form')
      const result = await logGap(c.env.DB, c.var.user.id, c.var.date, typed, Date.now(), c.var.org)
      return 'errors' in result ? respondInvalidGap(c, result.errors) : respondLogged(c, result, typed.gap)
    },
  )
  .post('/:date/overlaps/trim', ...cutHandlers('trim'))
  .post('/:date/overlaps/split', ...cutHandlers('split'))
  .post('/:date/overlaps/keep', ...keepHandlers)
  .post('/:date/overlaps/undo', requireDate, async (c) => {
    const { DB } = c.env
    const { data: pair } = KeptPair.safeParse(c.req.query())
    if (!pair) return c.notFound()
    const writes = [w.forgetKeptOverlap(DB, c.var.user.id, pair.one, pair.other), orStale(DB)]
    if (!(await commit(DB, c.var.user.id, [], writes))) return c.notFound()
    const toast = { message: 'Overlap reopened' }
    if (!wantsFragment(c) || c.req.header('HX-Target') === 'div#day') return respondResolved(c, toast)
    // An Undo is answered in the toast's place, so the day reloads itself on this event.
    c.header('HX-Trigger', 'sessions-changed')
    return c.render(<ToastPart {...toast} />)
  })
