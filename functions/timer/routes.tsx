import { type Context, Hono } from 'hono'
import { titleOf } from '../../views/sessions/words'
import { TimerBar } from '../../views/timer/bar'
import { EditTimer, StartTimer } from '../../views/timer/form'
import { TimerPage } from '../../views/timer/page'
import { SwitchForm, SwitchPart } from '../../views/timer/switch'
import { interpretFor } from '../entry/interpret'
import { differences } from '../lib/conflict'
import type { App } from '../lib/env'
import { type Draft, form, submittedText } from '../lib/form'
import { flash, wantsFragment } from '../lib/page'
import { headOf } from '../lib/sql'
import { answerStale } from '../lib/stale'
import { choicesFor } from '../sessions/choices'
import { namesOf } from '../sessions/list/page'
import { recentSessions, session } from '../sessions/queries'
import { titleLimit } from '../sessions/schema'
import { loadShell } from '../shell/load'
import { isCurrent, outdatedBy } from '../shell/queries'
import { discardTimer, editTimer, stopTimer } from './actions'
import { parseStart, StartForm, startValues, TimerEdit, TimerRef, timerValues } from './forms'
import { discardedToast, respondNotRunning, respondStarted, respondTimerChanged, stoppedToast } from './fragments'
import { activeTimer } from './queries'
import type { ActiveTimer } from './schema'
import { startFromForm } from './start'
import { undo } from './undo'

const recentLimit = 10

const startForm = async (c: Context<App>, draft?: Draft<StartForm>) => {
  const { DB } = c.env
  const { user } = c.var
  const running = (await activeTimer(DB, user.id)) !== null
  const now = Date.now()
  const line = (c.req.query('entry') ?? '').slice(0, titleLimit)
  const { understood } = await interpretFor(DB, user, line, now)
  return (
    <StartTimer
      running={running}
      draft={draft}
      values={draft ? undefined : startValues(line, understood, now, user.preferences)}
      choices={await choicesFor(DB, user.id)}
    />
  )
}

const startTitle = 'Start the timer'
const editTitle = 'Edit what runs'

const draftOf = async <T,>(c: Context<App>, errors: Draft<T>['errors']) =>
  ({ values: await submittedText(c), errors }) as Draft<T>

const editForm = async (c: Context<App>, timer: ActiveTimer, draft?: Draft<TimerEdit>) => (
  <EditTimer
    values={timerValues(timer, Date.now())}
    draft={draft}
    choices={await choicesFor(c.env.DB, c.var.user.id, timer)}
  />
)

/**
 * What is wrong with a start: 422. On a page it is the form again, and in the dialog its line; beside the bar, where
 * nothing was typed, a message.
 */
const respondRefused = async (c: Context<App>, errors: Draft<StartForm>['errors']) => {
  c.status(422)
  const messages = Object.values(errors).flat()
  const { entry } = await submittedText(c)
  if (wantsFragment(c) && entry !== undefined) return c.render(<SwitchForm value={entry} errors={messages} />)
  if (wantsFragment(c)) return respondTimerChanged(c, { toast: { message: messages.join(' ') } })
  return c.render(await startForm(c, await draftOf<StartForm>(c, errors)), { title: startTitle, heading: true })
}

const same = (text: string) => text

/** Gives an edit back, with all that was typed, once what it was about does not run any more: 409. */
const respondEnded = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const ended = await session(DB, user.id, id)
  c.status(409)
  const draft = await draftOf<TimerEdit>(c, {})
  const form = (
    <EditTimer values={{ id }} draft={draft} choices={await choicesFor(DB, user.id)} ended={{ session: ended?.id }} />
  )
  return c.render(form, { title: editTitle, heading: true })
}

/** Answers an edit of what has moved on: with both versions to choose from, or that it does not run any more. */
const respondEditConflict = async (c: Context<App>, current: ActiveTimer | null, id: string) => {
  if (!current || current.id !== id) return respondEnded(c, id)
  const now = Date.now()
  const saved = timerValues(current, now)
  const named = await namesOf(c.env.DB, c.var.user.id, [current])
  const sent = await submittedText(c)
  const label = (kind: string) => (value: string) =>
    value ? (named.get(`${kind}:${value}`)?.label ?? 'another') : 'none'
  return answerStale(c, {
    what: 'timer',
    title: editTitle,
    page: '/timer',
    action: '/timer/edit',
    saved: current,
    fields: differences({ ...saved, ...sent, seq: saved.seq }, saved, {
      title: ['Title', same],
      project_id: ['Project', label('project')],
      goal_id: ['Goal', label('goal')],
      tags: ['Tags', same],
      started_at: ['Started', same],
      notes: ['Notes', same],
    }),
    row: (conflict) => <li>{conflict}</li>,
  })
}

/** What runs: its page, its forms and its polled part. */
export const timer = new Hono<App>()
  .get('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const shell = await loadShell(c)
    const [recent, form] = await Promise.all([
      recentSessions(DB, user.id, recentLimit),
      shell.timer ? editForm(c, shell.timer) : startForm(c),
    ])
    const names = await namesOf(DB, user.id, recent)
    const title = shell.timer ? titleOf(shell.timer) : 'Timer'
    return c.render(<TimerPage shell={shell} user={user} form={form} recent={recent} names={names} />, { title, shell })
  })

  .get('/live', async (c) => {
    if (!wantsFragment(c)) return c.redirect('/timer', 303)
    const head = await headOf(c.env.DB, c.var.user.id)
    const version = c.req.query('v') ?? ''
    if (isCurrent(version, head, Date.now())) return c.body(null, 204)
    const shell = await loadShell(c)
    c.header('HX-Trigger', outdatedBy(version, shell.head))
    return c.render(<TimerBar shell={shell} user={c.var.user} />, { title: 'Timer', shell })
  })

  .get('/switch', async (c) => c.render(await startForm(c), { title: startTitle, heading: true }))

  .post('/start', form(StartForm, startTitle, startForm), async (c) => {
    const done = await startFromForm(c.env.DB, c.var.user, c.req.valid('form'), Date.now())
    if ('errors' in done) return respondRefused(c, done.errors)
    const { entry } = await submittedText(c)
    return respondStarted(c, done, { also: entry !== undefined && <SwitchPart /> })
  })

  .post(
    '/stop',
    form(TimerRef, 'Timer', (c) => startForm(c)),
    async (c) => {
      const { DB } = c.env
      const stopped = await stopTimer(DB, c.var.user, c.req.valid('form'), Date.now())
      if (!stopped || 'errors' in stopped) return respondNotRunning(c)
      const came = wantsFragment(c) ? await session(DB, c.var.user.id, stopped.id) : null
      return respondTimerChanged(c, { toast: stoppedToast(stopped), came })
    },
  )

  .post(
    '/discard',
    form(TimerRef, 'Timer', (c) => startForm(c)),
    async (c) => {
      const discarded = await discardTimer(c.env.DB, c.var.user, c.req.valid('form'), Date.now())
      return discarded ? respondTimerChanged(c, { toast: discardedToast(discarded) }) : respondNotRunning(c)
    },
  )

  .get('/edit', async (c) => {
    const active = await activeTimer(c.env.DB, c.var.user.id)
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
      const { id, seq, started_at, ...edit } = c.req.valid('form')
      const now = Date.now()
      const active = await activeTimer(DB, user.id)
      if (!active) return respondEnded(c, id)
      const isKept = started_at === undefined || started_at === timerValues(active, now).started_at
      const read = isKept ? {} : parseStart(started_at, now, active)
      const done =
        'errors' in read ? read : await editTimer(DB, user, { id, seq }, { ...edit, started_at: read.at }, now)
      if ('current' in done) return respondEditConflict(c, done.current, id)
      if ('errors' in done) {
        c.status(422)
        const draft = await draftOf<TimerEdit>(c, done.errors)
        return c.render(await editForm(c, active, draft), { title: editTitle, heading: true })
      }
      flash(c, { message: `Saved “${titleOf(done)}”` })
      return c.redirect('/timer', 303)
    },
  )

  .route('/', undo)
