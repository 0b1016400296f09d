import { type Context, Hono } from 'hono'
import { shownTitle, TimerBar, TimerPage } from '../../../views/time/timer/bar'
import { EditTimer, EditTimerBlock } from '../../../views/time/timer/form'
import { loadShell } from '../../frame/shell/load'
import { isBarCurrent, staleBarEvent } from '../../frame/shell/queries'
import { type App, nowOf } from '../../lib/env'
import { differences } from '../../lib/http/conflict'
import { answerStale, type Draft, form, submittedText } from '../../lib/http/form'
import { flash, prefetchFragments, previousPath, wantsFragment } from '../../lib/http/respond'
import { entryForm } from '../entry/routes'
import { sessionChoices } from '../sessions/choices'
import { recentSessions } from '../sessions/few-sessions'
import { readMissingNames } from '../sessions/list/page'
import { formErrors } from '../sessions/plan-link'
import { sessionById } from '../sessions/queries'
import { sessionTitle } from '../sessions/title'
import { runTimerAction } from './act'
import { applyQueuedStop, discardTimer, editTimer, stopTimer } from './actions'
import { deviceOf, recordStartedSession } from './devices'
import { parseStart, StopRef, TimerEdit, TimerRef, timerValues } from './forms'
import {
  endedToast,
  respondNotRunning,
  respondTimerChanged,
  startForm,
  timerAndChoices,
  timerRegions,
} from './fragments'
import { blockUndo } from './moves'
import { activeTimer } from './queries'
import type { ActiveTimer } from './schema'

const recentLimit = 10

const editTitle = 'Edit running session'

/** True for the form next to the timer's block in the calendar. */
const isOfBlock = (c: Context<App>) =>
  (c.req.method === 'POST' ? submittedText(c).field : c.req.query('field')) === 'block'

const editForm = async (c: Context<App>, timer: ActiveTimer, draft?: Draft<TimerEdit>) => {
  const choices = await sessionChoices(c.env.DB, c.var.user.id, c.var.org, timer)
  const form = { values: timerValues(timer, Date.now()), draft, choices }
  return isOfBlock(c) ? <EditTimerBlock {...form} back={previousPath(c, '/week')} /> : <EditTimer {...form} />
}

/** Responds with 409 to an edit of an ended timer, with the person's input and a link to the finished session. */
const respondEnded = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const ended = await sessionById(DB, user.id, id)
  c.status(409)
  const draft = { values: submittedText(c), errors: {} }
  const choices = await sessionChoices(DB, user.id, c.var.org)
  return c.render(<EditTimer values={{ id }} draft={draft} choices={choices} ended={{ session: ended?.id }} />, {
    title: editTitle,
    heading: true,
  })
}

const respondEditConflict = async (c: Context<App>, current: ActiveTimer | null, id: string) => {
  if (!current || current.id !== id) return respondEnded(c, id)
  const now = Date.now()
  const saved = timerValues(current, now)
  const names = await readMissingNames(c.env.DB, c.var.user.id, [current])
  const sent = submittedText(c)
  const label = (kind: string) => (value: string) =>
    value ? (names.get(`${kind}:${value}`)?.label ?? 'another') : 'none'
  const planLabel = (value: string) =>
    value ? (names.get(`${value.includes('/') ? 'chunk' : 'plan'}:${value}`)?.label ?? 'another') : 'none'
  return answerStale(c, {
    what: 'timer',
    title: editTitle,
    page: isOfBlock(c) ? previousPath(c, '/timer') : '/timer',
    action: '/timer/edit',
    ...(isOfBlock(c) && { target: '#block-conflict' }),
    saved: current,
    fields: differences({ ...saved, ...sent, seq: saved.seq }, saved, {
      title: ['Title'],
      project_id: ['Project', label('project')],
      goal_id: ['Goal', label('goal')],
      plan: ['Plan', planLabel],
      task_id: ['Task', label('task')],
      tags: ['Tags'],
      started_at: ['Started'],
      notes: ['Notes'],
      artifacts: ['Artifacts'],
    }),
    row: (conflict) => (isOfBlock(c) ? <div id="block-conflict">{conflict}</div> : <li>{conflict}</li>),
  })
}

const timerRef = form(TimerRef, 'Timer', (c) => startForm(c))
const stopRef = form(StopRef, 'Timer', (c) => startForm(c))

export const timer = new Hono<App>()
  .get('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const [shell, { sessions: recent, names }] = await Promise.all([
      loadShell(c),
      recentSessions(DB, user.id, recentLimit, c.var.orgTime),
    ])
    const form = shell.timer ? await editForm(c, shell.timer) : entryForm(c, { isNext: true })
    const title = shell.timer ? shownTitle(shell.timer) : 'Timer'
    return c.render(<TimerPage shell={shell} user={user} form={form} recent={recent} names={names} />, { title, shell })
  })

  .get('/live', async (c) => {
    if (!wantsFragment(c)) return c.redirect('/timer', 303)
    const { head } = c.var
    const version = c.req.query('v') ?? ''
    if (isBarCurrent(version, head, Date.now())) return c.body(null, 204)
    const shell = await loadShell(c)
    c.header('HX-Trigger', staleBarEvent(version, shell.head))
    return c.render(<TimerBar shell={shell} user={c.var.user} />, { title: 'Timer', shell })
  })

  .post('/stop', stopRef, async (c) => {
    const running = activeTimer(c.env.DB, c.var.user.id)
    const regions = prefetchFragments(c, async () => timerRegions(c, { after: (await running)?.id }))
    const { user, madeAt } = c.var
    const { made, ...timer } = c.req.valid('form')
    const device = deviceOf(c)
    // A queued Stop, or a Stop without an id, is for the timer that its own device started.
    const isOwn = device && madeAt !== undefined && (device.lateAt !== null || !timer.id)
    const [stoppedAt, sentAt] = [c.req.header('Made-At'), c.req.header('Sent-At')]
    const late = stoppedAt !== undefined && {
      line_ages: made?.map((at) => Number(stoppedAt) - at),
      waited: Number(sentAt ?? stoppedAt) - Number(stoppedAt),
    }
    const own = isOwn && (await applyQueuedStop(c.env.DB, user, device, { ...timer, ...late }, nowOf(c), Date.now()))
    if (own) return respondTimerChanged(c, { toast: { message: endedToast('stop', own).message }, regions })
    const stopped = await stopTimer(c.env.DB, user, timer, nowOf(c), () => recordStartedSession(c.env.DB, device, null))
    if (!stopped) return respondNotRunning(c)
    if ('errors' in stopped)
      return respondTimerChanged(c, { toast: { message: Object.values(stopped.errors).flat().join(' ') } })
    return respondTimerChanged(c, { toast: endedToast('stop', stopped), regions })
  })

  .post('/discard', timerRef, (c) =>
    runTimerAction(c, {
      run: () => discardTimer(c.env.DB, c.var.user, c.req.valid('form'), Date.now()),
      toast: (discarded) => endedToast('discard', discarded),
    }),
  )

  .get('/edit', async (c) => {
    const [active] = await timerAndChoices(c)
    return active ? c.render(await editForm(c, active), { title: editTitle, heading: true }) : c.redirect('/timer', 303)
  })

  .post(
    '/edit',
    form(TimerEdit, editTitle, async (c, draft) => {
      const active = await activeTimer(c.env.DB, c.var.user.id)
      return active ? editForm(c, active, draft) : startForm(c)
    }),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { id, seq, started_at, plan, ...edit } = c.req.valid('form')
      const now = Date.now()
      let before: ActiveTimer | undefined
      const startOf = (active: ActiveTimer) => {
        before = active
        const isKept = started_at === undefined || started_at === timerValues(active, now).started_at
        return isKept ? {} : parseStart(started_at, now, active)
      }
      const regions = prefetchFragments(c, () => timerRegions(c, { main: '' }))
      const edited = await editTimer(DB, user, { id, seq }, { ...edit, ...plan }, now, startOf)
      if ('current' in edited) return respondEditConflict(c, edited.current, id)
      if ('errors' in edited) {
        const active = await activeTimer(DB, user.id)
        if (!active) return respondEnded(c, id)
        c.status(422)
        const draft = { values: submittedText(c), errors: formErrors(edited.errors) }
        return c.render(await editForm(c, active, draft), { title: editTitle, heading: true })
      }
      const toast = { message: `Saved “${sessionTitle(edited)}”` }
      if (before && isOfBlock(c))
        return respondTimerChanged(c, { toast: { ...toast, ...blockUndo(before, edited, now) }, regions })
      flash(c, toast)
      return c.redirect('/timer', 303)
    },
  )
