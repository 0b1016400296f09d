import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { TimerBar, TimerPart } from '../../../views/time/timer/bar'
import { StartTimer, type StartValues } from '../../../views/time/timer/form'
import { Toast, type ToastProps } from '../../../views/ui/toast'
import { loadShell } from '../../frame/shell/load'
import { editedSinceProblem } from '../../lib/db/recoverable'
import { type App, todayOf } from '../../lib/env'
import type { Draft } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { type Problem, ProblemError } from '../../lib/http/problem'
import { pathUnlessBelow, regionOnScreen, respond, wantsFragment } from '../../lib/http/respond'
import { clockTime, duration } from '../../lib/text/format'
import { dayOf } from '../../lib/time/days'
import { undoPathWithProject } from '../../line/queries'
import { onDateText } from '../sessions/added-toast'
import { sessionChoices } from '../sessions/choices'
import { renderRegions, startRedraws } from '../sessions/fragments'
import { elsewhereWords, withGeneral } from '../sessions/general'
import { isPlanned, plannedList } from '../sessions/planned'
import { sessionById } from '../sessions/queries'
import type { ListedSession } from '../sessions/schema'
import { sessionTitle, shortTitle, type TitledSession } from '../sessions/title'
import type { StartOutcome } from './actions'
import type { StartForm } from './forms'
import { activeTimer, type StoppedTimer } from './queries'
import type { ActiveTimer } from './schema'

const quotedTitle = (timer: TitledSession) => `“${shortTitle(sessionTitle(timer))}”`

export type StartResult = StartOutcome & {
  /** Subjects of the repeated session that are deleted, and are therefore left out. */
  omitted?: ('project' | 'goal' | 'plan' | 'task')[]
  /** Id of the planned session that the timer replaces. */
  planned?: string
  /** ` to General`: the project of a start without a project. */
  filed?: string
  /** ` in new project “Thesis” with new tag #deep` */
  createdWords?: string
  /** Name of the project that the line created. */
  created?: string
}

export const startedToast = ({
  started,
  stopped,
  beside,
  planned,
  omitted = [],
  filed = '',
  since = '',
  createdWords = '',
  created,
}: StartResult & { since?: string }): ToastProps => {
  if (beside) return { message: `${quotedTitle(beside)} is still running. Set when ${quotedTitle(started)} ended.` }
  const without = omitted.length > 0 ? ` without its deleted ${omitted.join(' and ')}` : ''
  const before = stopped
    ? `Stopped ${quotedTitle(stopped)} after ${duration(stopped.duration_seconds)}, started`
    : 'Started'
  const rest = `${createdWords}${without}${filed}${planned ? ' in place of its plan' : ''}`
  return {
    ...(since === ''
      ? { message: `${before} ${quotedTitle(started)}${rest}` }
      : {
          message: `${before}${since}${rest}:`,
          link: { href: '/timer', text: shortTitle(sessionTitle(started)) },
        }),
    undo: undoPathWithProject(undoPath('timer.start', started.id, started.seq, stopped?.id, planned), created),
  }
}

export const endedToast = (action: 'stop' | 'discard', timer: StoppedTimer): ToastProps => ({
  message: `${action === 'stop' ? 'Stopped' : 'Discarded'} ${quotedTitle(timer)}, ${duration(timer.duration_seconds)}`,
  undo: undoPath(`timer.${action}`, timer.id, timer.seq),
})

type TimerRegions = {
  /** A session that the action removes from the lists. */
  before?: ListedSession | null
  /** Id of a finished session that the action adds to the lists. */
  after?: string
  main?: Child
  also?: Child
}

type TimerChange = TimerRegions & {
  toast: ToastProps
  /** Regions, if they were prepared together with the write. */
  regions?: () => Promise<ChangedTimer>
}

type ChangedTimer = { content: Child; isListed: boolean }

/** Renders the bar and the list on screen. */
export const timerRegions = async <E extends App>(
  c: Context<E>,
  { before = null, after, main, also }: TimerRegions,
): Promise<ChangedTimer> => {
  const redrawn = startRedraws(c)
  const leavesPlanned = before !== null && isPlanned(before, Date.now()) && regionOnScreen(c, '/sessions')
  const loading = loadShell(c)
  const [shell, added] = await Promise.all([
    loading,
    after === undefined ? null : sessionById(c.env.DB, c.var.user.id, after),
    leavesPlanned && plannedList(c.env.DB, c.var.user.id, c.var.org),
  ])
  const bar = { shell, user: c.var.user }
  const regions = [...(main === undefined ? [<TimerBar {...bar} />] : [main, <TimerPart {...bar} />]), also]
  const isListed = before !== null || added !== null
  return {
    content: await renderRegions(c, { before, after: added, main: regions, shell: loading, redrawn }),
    isListed,
  }
}

/** Responds with the bar and the list on screen. Other regions listen for `timer-changed`. */
export const respondTimerChanged = <E extends App>(c: Context<E>, { toast, regions, ...change }: TimerChange) =>
  respond(c, {
    toast,
    page: pathUnlessBelow(c, '/timer'),
    fragments: async () => {
      const { content, isListed } = await (regions ?? (() => timerRegions(c, change)))()
      c.header('HX-Trigger', isListed ? 'sessions-changed, timer-changed' : 'timer-changed')
      return content
    },
  })

/** ` at 9:30`, ` at 23:40 on Sun 29 Nov` for a start a minute or more ago; else empty. */
const sinceWords = <E extends App>(c: Context<E>, { started_at }: StartResult['started']) => {
  const zone = c.var.user.preferences
  if (Date.now() - started_at < 60_000) return ''
  const [day, today] = [dayOf(started_at, zone), todayOf(c)]
  return ` at ${clockTime(started_at, zone.time_zone, zone.clock)}${day === today ? '' : ` ${onDateText(day, today)}`}`
}

/** Toast of a start. Says so if the timer's project is not in the current context. */
export const contextStartToast =
  <E extends App>(c: Context<E>) =>
  (result: StartResult) =>
    startedToast({
      ...result,
      since: sinceWords(c, result.started),
      filed: `${result.filed ?? ''}${elsewhereWords(c.var.orgTime, result.started)}`,
    })

export const respondStarted = <E extends App>(
  c: Context<E>,
  result: StartResult,
  regions: Pick<TimerChange, 'main' | 'also' | 'regions'> = {},
) => respondTimerChanged(c, { toast: contextStartToast(c)(result), after: result.stopped?.id, ...regions })

export const notRunningMessage = 'That timer is no longer running. Nothing was changed.'

export const respondNotRunning = <E extends App>(c: Context<E>) =>
  respondTimerChanged(c, { toast: { message: notRunningMessage } })

const conflictProblem: Problem = {
  ...editedSinceProblem,
  detail: 'The timer or the session has changed since. Nothing was changed.',
  again: '/timer',
}

/** Responds with 409 to an Undo that comes too late. With htmx, a toast replaces the Undo, and the bar is updated. */
export const respondConflict = async <E extends App>(c: Context<E>, current: ActiveTimer | null) => {
  if (!wantsFragment(c)) throw new ProblemError({ ...conflictProblem, more: { running: current?.id ?? null } })
  c.status(409)
  return c.render([
    <Toast message={`${conflictProblem.title}: it has changed since.`} />,
    <TimerPart shell={await loadShell(c)} user={c.var.user} />,
  ])
}

export const startTitle = 'Start the timer'

const emptyValues = { title: '', project_id: '', goal_id: '', plan: '', task_id: '', tags: '', started_at: '' }

type Shown = { draft?: Draft<StartForm>; values?: StartValues }

/** Reads the running timer and the choices of its form. */
export const timerAndChoices = ({ env: { DB }, var: { user, org } }: Context<App>) =>
  Promise.all([activeTimer(DB, user.id), sessionChoices(DB, user.id, org)])

export const startForm = async (c: Context<App>, { draft, values = draft ? undefined : emptyValues }: Shown = {}) => {
  const [running, choices] = await timerAndChoices(c)
  return (
    <StartTimer
      running={running !== null}
      draft={draft}
      values={values}
      choices={withGeneral(choices, c.var.org, true)}
    />
  )
}
